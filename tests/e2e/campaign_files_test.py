"""Campaigns in files of their own are picked up when the files change."""

import os
import unittest

from harness import E2eTestCase, wait_for_value
from process import wait_for

UP = "bsg_campaign_up"


class CampaignFilesTest(E2eTestCase):
    def setUp(self):
        super().setUp()
        self.api = self.simulator(campaigns=6)
        self.ids = self.api.ids()
        self.files = self.folder / "campaigns.d"

    def serve(self, pattern="campaigns.d/*.toml"):
        return self.exporter(self.config(self.account(
            self.api, self.ids[:1], campaign_files=[pattern])))

    def served(self, exporter):
        return sorted(int(i) for i in exporter.scrape().label_values(
            UP, "campaign_id"))

    def wait_for(self, exporter, ids):
        wait_for(lambda: self.served(exporter) == sorted(ids),
                 f"{ids} to be served")

    def put(self, folder, name, text):
        folder.mkdir(exist_ok=True)
        half = folder / f".{name}.half"
        half.write_text(text, encoding="utf-8")
        half.rename(folder / name)

    def test_files_that_come_change_and_go(self):
        exporter = self.serve()
        self.assertEqual(self.served(exporter), self.ids[:1])
        self.put(self.files, "a.toml", f"campaigns = {self.ids[1:3]}\n")
        self.wait_for(exporter, self.ids[:3])
        self.put(self.files, "b.toml", "[[campaign]]\n"
                 f"id = {self.ids[4]}\nlabels = {{ team = \"growth\" }}\n")
        self.wait_for(exporter, self.ids[:3] + self.ids[4:5])
        wait_for_value(exporter, 1, "bsg_campaign_labels",
                       campaign_id=str(self.ids[4]), label_team="growth")
        (self.files / "a.toml").unlink()
        self.wait_for(exporter, [self.ids[0], self.ids[4]])

    def test_a_bad_file_changes_nothing_and_is_named_in_the_log(self):
        exporter = self.serve()
        self.put(self.files, "a.toml", f"campaigns = {self.ids[1:3]}\n")
        self.wait_for(exporter, self.ids[:3])
        self.put(self.files, "a.toml", "campaings = [1]\n")

        def told():
            exporter.scrape()
            return any("a.toml:1:1" in line for line in exporter.stderr)
        wait_for(told, "the problem to be logged")
        self.assertEqual(self.served(exporter), self.ids[:3])
        self.put(self.files, "a.toml", f"campaigns = {self.ids[3:4]}\n")
        self.wait_for(exporter, [self.ids[0], self.ids[3]])

    def test_a_config_map_that_kubernetes_swaps(self):
        """Its files are links through a link to a folder that is replaced."""
        mount = self.folder / "mount"
        mount.mkdir()

        def swap(version, ids):
            self.put(mount / f"..{version}", "c.toml", f"campaigns = {ids}\n")
            (mount / "..data_tmp").symlink_to(f"..{version}")
            os.rename(mount / "..data_tmp", mount / "..data")

        swap("one", self.ids[1:2])
        (mount / "c.toml").symlink_to("..data/c.toml")
        exporter = self.serve("mount/*.toml")
        self.wait_for(exporter, self.ids[:2])
        swap("two", self.ids[2:5])
        self.wait_for(exporter, self.ids[:1] + self.ids[2:5])


if __name__ == "__main__":
    unittest.main()
