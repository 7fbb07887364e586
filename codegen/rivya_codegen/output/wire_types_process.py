"""The process that makes the wire types: one JSON Schema on standard input, one Python module on standard output."""

from __future__ import annotations

import json
import sys

_BASE_CLASS = "rivya._spec.wire_object.WireObject"


def main() -> int:
    """Make the module; what the library says against the schema goes to standard error, with exit code 1."""
    header, schema = json.load(sys.stdin)
    from datamodel_code_generator import GenerateConfig, generate
    from datamodel_code_generator.enums import CustomFileHeaderMode, DataModelType, InputFileType
    from datamodel_code_generator.format import Formatter, PythonVersion
    from datamodel_code_generator.parser import LiteralType

    config = GenerateConfig(
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        base_class=_BASE_CLASS,
        target_python_version=PythonVersion.PY_311,
        formatters=[Formatter.BUILTIN],
        custom_file_header=header,
        custom_file_header_mode=CustomFileHeaderMode.Prepend,
        disable_timestamp=True,
        enum_field_as_literal=LiteralType.All,
        use_field_description=True,
        use_schema_description=True,
        use_standard_collections=True,
        use_union_operator=True,
        use_title_as_name=True,
        snake_case_field=True,
        use_single_line_docstring=True,
        enable_generated_header_marker=False,
        skip_root_model=True,
    )
    try:
        text = generate(schema, config=config)
    except Exception as error:  # whatever the library trips over, the author of the schemas gets one line
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    sys.stdout.write(str(text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
