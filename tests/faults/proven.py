"""What end-to-end tests prove already: a row is the test, run."""

import time
import unittest

from rig import expect

TESTS = [
    ("a client that reads slowly",
     "clients_test.ClientsTest.test_who_reads_quickly_overtakes_"
     "who_reads_slowly"),
    ("clients that never read",
     "clients_test.ClientsTest.test_health_is_answered_while_pages_are_made_"
     "and_sent"),
    ("a client that leaves in the middle",
     "clients_test.ClientsTest.test_a_client_that_goes_away_in_the_middle_"
     "harms_nobody"),
    ("a login that hangs",
     "login_test.LoginTest.test_a_login_that_hangs_is_a_timeout_and_ends_the_"
     "scrape"),
    ("a token at its end",
     "login_test.LoginTest.test_a_token_is_renewed_before_it_expires"),
    ("half a TLS handshake",
     "tls_test.ClientsTest.test_half_a_handshake_is_in_nobodys_way"),
]


def proven_by(name):
    def row():
        begin = time.monotonic()
        suite = unittest.defaultTestLoader.loadTestsFromName(name)
        result = suite.run(unittest.TestResult())
        troubles = result.failures + result.errors
        expect(result.testsRun == 1 and not result.skipped, "did not run")
        expect(not troubles, troubles and troubles[0][1].splitlines()[-1])
        took = time.monotonic() - begin
        return f"`{name.rpartition('.')[2]}` in {took:.1f} s"
    return row


ROWS = [(what, proven_by(name)) for what, name in TESTS]
