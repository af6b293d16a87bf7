"""The documents under tests/fixtures/payloads and their golden pages."""

import json
import pathlib
import sys

from harness import EXPORTER, PAYLOADS, SOURCE
from process import run

GOLDEN = SOURCE / "tests/fixtures/metrics/golden"
ORACLE = SOURCE / "tests/oracle/read_payload.py"
ACCOUNT = "main"

# How many samples a campaign's page has, counted by hand from the document:
# up and info, eight statuses, the counters, the totals, the times that are
# there. An empty page would pass every linter.
SAMPLES = {
    "00_vendor_page_example": 2 + 8 + 11 + 10 + 3 + 4,
    "01_rcs_data_read_sms_fallback": 2 + 8 + 13 + 13 + 3 + 4,
    "02_rcs_locale_wrapped": 2 + 8 + 11 + 10 + 3 + 3,
    "03_rcs_bare_table_names_stats_array_one_object":
        2 + 8 + 11 + 10 + 3 + 3,
    "04_rcs_stats_array_one_counter_each": 2 + 8 + 4 + 2 + 3 + 4,
    "05_sms_data_empty_array_alt_short_price": 2 + 8 + 13 + 3 + 4,
    "06_sms_start_date_names": 2 + 8 + 10 + 3 + 3,
    "07_rcs_scheduled_all_nullable_null": 2 + 8 + 13 + 3 + 2,
    "08_viber_data": 2 + 8 + 13 + 13 + 3 + 4,
    "09a_rcs_evolution_t0": 2 + 8 + 13 + 13 + 3 + 3,
    "09b_rcs_evolution_t1": 2 + 8 + 13 + 13 + 3 + 4,
    "10_rcs_number_price_unknown_counter": 2 + 8 + 14 + 3 + 4,
}

# Documents that hold no campaign, and why each is refused.
REFUSED = {
    "11_campaign_list_page.json": "invalid_document",
    "12_campaign_general.json": "invalid_document",
    "20_auth_login_ok.json": "invalid_document",
    "22_tariffs.json": "invalid_document",
    "30_error_401_expired_jwt_INFERRED.json": "invalid_document",
    "31_error_401_missing_jwt_INFERRED.json": "invalid_document",
    "32_error_404_model_not_found.json": "invalid_document",
    "33_error_422_errors_list.json": "invalid_document",
    "34_error_422_errors_object.json": "invalid_document",
    "35_error_429_duplicate.json": "invalid_document",
    "36_error_v1_style_in_200.json": "invalid_document",
    "37_gateway_maintenance_INFERRED.html": "invalid_json",
}

BALANCE = "21_balance.json"


def path_of(name):
    return PAYLOADS / f"{name}.json"


def campaign_id(name):
    """The id as the document itself has it."""
    document = json.loads(path_of(name).read_text(encoding="utf-8"))
    if "id" in document:
        return document["id"]
    (inner,) = document.values()
    return inner["id"]


def decode(name):
    """`bsg_exporter decode` of a payload: CompletedProcess."""
    return run([EXPORTER, "decode", path_of(name), f"--account={ACCOUNT}",
                f"--campaign={campaign_id(name)}"])


def read_again(path):
    """The second reading of a document, by tests/oracle: CompletedProcess."""
    return run([sys.executable, ORACLE, f"--account={ACCOUNT}", path])


def oracle(path):
    """The samples that a second reading of the API's documentation finds in
    a document: {(name, ((label, value), …)): value}."""
    done = read_again(path)
    assert done.returncode == 0, done.stderr
    found = {}
    for line in done.stdout.splitlines():
        name, labels, value = json.loads(line)
        key = (name, tuple(sorted(labels.items())))
        assert key not in found, f"twice: {key}"
        found[key] = float(value)
    return found


def golden_path(name) -> pathlib.Path:
    return GOLDEN / f"{name}.prom"
