"""The schema and the tables say of every field what its Spec does, and the README holds them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.schema import json_schema, markdown
from engine.spec import Spec, families, fields, members
from tests.commands.conftest import Playground

README = Path(__file__).parents[2] / "README.md"
MEMBERS = [member for family in families() for member in members(family).values()]


def test_the_readme_holds_the_tables(playground: Playground) -> None:
    ran = playground("schema", "--markdown")
    text = README.read_text(encoding="utf-8")
    _, _, rest = text.partition("<!-- fields: playground schema --markdown -->\n\n")
    held = rest.partition("\n<!-- /fields -->")[0]
    assert held == ran.out, "put the output of `playground schema --markdown` between the markers"


def test_the_schema_is_json_on_stdout(playground: Playground) -> None:
    for options in [(), ("--json",)]:
        ran = playground("schema", *options)
        assert (ran.code, ran.err) == (0, "")
        assert ran.json == json.loads(json.dumps(json_schema()))
    assert playground("schema", "--json", "--markdown").json == {"markdown": markdown()}


def test_a_design_needs_its_format_and_version() -> None:
    design = json_schema()["$defs"]["Design"]
    assert design["required"] == ["format", "version"]
    assert design["properties"]["format"]["const"] == "perceptron-playground"
    assert design["additionalProperties"] is False


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.__name__)
def test_every_kind_has_its_fields_and_bounds_in_the_schema(member: type[Spec]) -> None:
    definition = json_schema()["$defs"][member.__name__]
    properties = definition["properties"]
    assert set(properties) == {"kind", *(field.name for field in fields(member))}
    for field in fields(member):
        declared = json.dumps(properties[field.name])
        for bound in (field.minimum, field.maximum):
            assert bound is None or f": {json.dumps(bound)}" in declared
        assert field.required == (field.name in definition.get("required", []))


def test_every_number_has_bounds() -> None:
    for definition in json_schema()["$defs"].values():
        for name, declared in definition["properties"].items():
            for option in declared.get("anyOf", [declared]):
                if option.get("type") in ("number", "integer"):
                    assert {"minimum", "exclusiveMinimum"} & set(option), name
                    assert {"maximum", "exclusiveMaximum"} & set(option), name


def test_every_field_has_its_row() -> None:
    rows = [line.split(" | ") for line in markdown().splitlines() if line.startswith("| `")]
    for member in MEMBERS:
        for field in fields(member):
            found = [row for row in rows if row[0] == f"| `{field.name}`"]
            assert any("all" in row[1] or f"`{member.__struct_config__.tag}`" in row[1]
                       for row in found), (member, field.name)  # fmt: skip
    assert len({len(row) for row in rows}) == 2  # with and without the kinds


def test_a_row_says_bounds_default_and_change() -> None:
    assert (
        "| `rate` | `dropout` | at least 0 and less than 1 | `0.5` | live | "
        "share of the units that fall silent |"
    ) in markdown()
    assert "| `units` | `dense` | 1 to 4096, whole | required | topology |" in markdown()
    assert '`";"` `"\\t"` `"\\|"` `" "`, or null' in markdown()
