import json
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from graph.keys import row_id

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, texts, texts)
def test_an_id_is_the_hash_of_the_natural_key_as_a_json_list(source: str, table: str, key: str) -> None:
    said = json.dumps([source, table, key], ensure_ascii=False, separators=(",", ":"))
    assert row_id(source, table, key) == blake2b(said.encode(), digest_size=16).hexdigest()


def test_ids_stay_what_they_were() -> None:
    assert row_id("crm", "customers", "ALFKI") == "d7a548620422c4415b1858cd21624634"
