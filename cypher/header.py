"""The comment header that stands above every statement and fragment."""

import re
from dataclasses import dataclass
from types import MappingProxyType

_SETTING = re.compile(r"//\s*([a-z]+(?:\.[a-z]+)?):\s*(.*)")
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_STRING_OR_COMMENT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*")


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says: free text (the purpose) and `name: value` settings."""

    purpose: str
    settings: MappingProxyType[str, str]

    def names(self, setting: str) -> tuple[str, ...]:
        """A comma-separated setting as names; `-` and absence mean none."""
        value = self.settings.get(setting, "-")
        return () if value == "-" else tuple(part.strip() for part in value.split(","))


def parse(lines: list[str]) -> Header:
    """Read comment lines: those of the form `// name: value` are settings, the others the purpose."""
    purpose: list[str] = []
    settings: dict[str, str] = {}
    for line in lines:
        match = _SETTING.fullmatch(line.strip())
        if match:
            settings[match[1]] = match[2].strip()
        else:
            purpose.append(line.strip().removeprefix("//").strip())
    return Header(" ".join(filter(None, purpose)), MappingProxyType(settings))


def split(text: str) -> tuple[list[str], str]:
    """Split a statement file into its leading comment lines and its body."""
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("//")), len(lines))
    return [line for line in lines[:end] if line.strip()], "\n".join(lines[end:]).strip()


def parameters(body: str) -> frozenset[str]:
    """Names of the `$parameters` in a body, strings and comments left out."""
    return frozenset(_PARAMETER.findall(_STRING_OR_COMMENT.sub("''", body)))
