"""Kubernetes' own schema, as its Python client (Debian's python3-kubernetes)
holds it: which fields an object has, of which type, and which it must have."""

import re

from kubernetes import client

PLAIN = {"str": str, "bool": bool, "int": int, "float": (int, float)}


class Invalid(Exception):
    pass


def check(document):
    """Raises Invalid if the API server would not know the object."""
    where = document["kind"]
    group, _, version = document["apiVersion"].rpartition("/")
    api = f"{(group or 'core').split('.')[0]}_{version}_api"
    api = getattr(client, "".join(map(str.capitalize, api.split("_"))), None)
    create = "create_namespaced" + re.sub("([A-Z])", r"_\1", where).lower()
    if not hasattr(api, create):
        raise Invalid(f"{where}: not in {document['apiVersion']}")
    _object(where, document, getattr(client, version.capitalize() + where))


def _object(where, value, model):
    if not isinstance(value, dict):
        raise Invalid(f"{where}: a {model.__name__} is an object")
    fields = {key: name for name, key in model.attribute_map.items()}
    for key, inner in value.items():
        if key not in fields:
            raise Invalid(f"{where}: {model.__name__} has no field {key}")
        _value(f"{where}.{key}", inner, model.openapi_types[fields[key]])
    try:
        model(**{fields[key]: inner for key, inner in value.items()})
    except ValueError as error:  # a required field, a closed set of values
        raise Invalid(f"{where}: {error}") from error


def _value(where, value, kind):
    if kind == "object":
        return
    if kind in PLAIN:
        if (not isinstance(value, PLAIN[kind])
                or isinstance(value, bool) and kind != "bool"):
            raise Invalid(f"{where}: expected {kind}, got {value!r}")
    elif match := re.fullmatch(r"list\[(.+)\]", kind):
        if not isinstance(value, list):
            raise Invalid(f"{where}: expected a list, got {value!r}")
        for i, inner in enumerate(value):
            _value(f"{where}[{i}]", inner, match[1])
    elif match := re.fullmatch(r"dict\(str, (.+)\)", kind):
        if not isinstance(value, dict):
            raise Invalid(f"{where}: expected a map, got {value!r}")
        for key, inner in value.items():
            _value(f"{where}.{key}", inner, match[1])
    else:
        _object(where, value, getattr(client, kind))
