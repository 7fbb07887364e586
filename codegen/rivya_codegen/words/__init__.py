"""Every sentence this program says, in each locale, as data, and its readers."""
