"""deploy/compose.yaml: Compose's own schema takes it (docker-compose needs no
engine for that), what it mounts is there, and each program takes its file."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True

SOURCE = HERE.parents[2]
DEPLOY = SOURCE / "deploy"
OURS = ("exporter",)


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout


class ComposeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Anchors and defaults are resolved in what this prints.
        cls.config = yaml.safe_load(run(
            "docker-compose", "--file", DEPLOY / "compose.yaml", "config"))
        cls.services = cls.config["services"]

    def mounted(self, service, inside):
        """The file or folder that the service sees there."""
        for volume in self.services[service]["volumes"]:
            outside, where, _ = volume.split(":")
            if inside == where or inside.startswith(where + "/"):
                return pathlib.Path(outside + inside[len(where):])
        raise AssertionError(f"{service}: nothing is mounted at {inside}")

    def option(self, service, name):
        (value,) = [a.split("=", 1)[1]
                    for a in self.services[service]["command"]
                    if a.startswith(f"{name}=")]
        return value

    def test_these_four_start(self):
        self.assertEqual(set(self.services),
                         {"exporter", "prometheus", "alertmanager", "grafana"})

    def test_no_service_can_do_more_than_it_has_to(self):
        for name, service in self.services.items():
            with self.subTest(name):
                self.assertIs(service["read_only"], True)
                self.assertEqual(service["cap_drop"], ["ALL"])
                self.assertEqual(service["security_opt"],
                                 ["no-new-privileges:true"])
                self.assertNotIn("privileged", service)
                for port in service.get("ports", []):
                    self.assertRegex(str(port), r"^127\.0\.0\.1:")

    def test_images_have_exact_versions(self):
        version = re.search(r"project\(bsg_exporter VERSION (\S+)",
                            (SOURCE / "CMakeLists.txt").read_text())[1]
        for name, service in self.services.items():
            self.assertRegex(service["image"], r":v?\d+\.\d+\.\d+$", name)
        self.assertEqual(self.services["exporter"]["image"],
                         f"bsg-exporter:{version}")

    def test_ours_is_built_from_the_dockerfile(self):
        build = self.services["exporter"]["build"]
        dockerfile = pathlib.Path(build["context"], build["dockerfile"])
        self.assertEqual(dockerfile, DEPLOY / "docker/Dockerfile")
        self.assertIn("HEALTHCHECK", dockerfile.read_text())

    def test_services_wait_for_healthy_ones(self):
        for name, service in self.services.items():
            for other, how in service.get("depends_on", {}).items():
                self.assertEqual(how["condition"], "service_healthy")
                self.assertTrue(other in OURS
                                or "healthcheck" in self.services[other])
            self.assertTrue(name in OURS or service["healthcheck"]["test"])

    def test_what_is_mounted_is_there_and_cannot_be_changed(self):
        for name, service in self.services.items():
            for volume in service["volumes"]:
                outside, _, mode = volume.split(":")
                if outside.startswith("/"):
                    self.assertTrue(pathlib.Path(outside).exists(), outside)
                    self.assertEqual(mode, "ro", f"{name}: {volume}")
                else:
                    self.assertIn(outside, self.config["volumes"])

    def test_secrets_are_files_that_git_does_not_see(self):
        for secret in self.config["secrets"].values():
            self.assertEqual(list(secret), ["file"])
            run("git", "-C", SOURCE, "check-ignore", secret["file"])
        for service in self.services.values():
            for name in service.get("environment", {}):
                if re.search("PASSWORD|KEY|TOKEN", name):
                    self.assertTrue(name.endswith("__FILE"), name)

    def test_the_exporter_takes_its_configuration(self):
        file = self.mounted("exporter", "/etc/bsg_exporter/bsg_exporter.toml")
        (secret,) = self.services["exporter"]["secrets"]
        inside = f'"/run/secrets/{secret["source"]}"'
        text = file.read_text()
        self.assertEqual(text.count(inside), 1)
        with tempfile.TemporaryDirectory() as folder:
            key = pathlib.Path(folder, "key")
            key.write_text("live_key")
            config = pathlib.Path(folder, "bsg_exporter.toml")
            config.write_text(text.replace(inside, f'"{key}"'))
            run(pathlib.Path(os.environ["BSG_BIN_DIR"], "bsg_exporter"),
                "check", f"--config.file={config}")

    def test_prometheus_takes_its_configuration_and_rules(self):
        inside = self.option("prometheus", "--config.file")
        text = self.mounted("prometheus", inside).read_text()
        with tempfile.TemporaryDirectory() as folder:
            for rules in yaml.safe_load(text)["rule_files"]:
                there = str(pathlib.PurePosixPath(inside).parent / rules)
                pathlib.Path(folder, rules).write_text(
                    self.mounted("prometheus", there).read_text())
            config = pathlib.Path(folder, "prometheus.yml")
            config.write_text(text)
            said = run(os.environ["PROMTOOL"], "check", "config", config)
        found = re.findall(r"SUCCESS: [1-9]\d* rules found", said)
        self.assertEqual(len(found), 2, said)

    def test_prometheus_knows_the_others_by_their_names(self):
        config = yaml.safe_load(self.mounted(
            "prometheus",
            self.option("prometheus", "--config.file")).read_text())
        example = yaml.safe_load(
            (DEPLOY / "prometheus/prometheus.yml").read_text())
        self.assertEqual(config["global"], example["global"])
        (scrape,) = config["scrape_configs"]
        (ours,) = example["scrape_configs"]
        self.assertEqual(scrape["job_name"], ours["job_name"])
        self.assertEqual(scrape["static_configs"],
                         [{"targets": ["exporter:10274"]}])
        self.assertEqual(
            config["alerting"]["alertmanagers"],
            [{"static_configs": [{"targets": ["alertmanager:9093"]}]}])

    def test_alertmanager_takes_its_configuration_and_templates(self):
        said = run(os.environ["AMTOOL"], "check-config", self.mounted(
            "alertmanager", self.option("alertmanager", "--config.file")))
        self.assertRegex(said, r"- [1-9]\d* templates")

    def test_grafana_finds_prometheus_and_the_dashboards(self):
        provisioning = self.mounted("grafana", "/etc/grafana/provisioning")
        sources = yaml.safe_load(
            (provisioning / "datasources/prometheus.yml").read_text())
        ports = {"prometheus": "9090", "alertmanager": "9093"}
        for source in sources["datasources"]:
            self.assertEqual(
                source["url"],
                f"http://{source['type']}:{ports[source['type']]}")
        (provider,) = yaml.safe_load(
            (provisioning / "dashboards/bsg.yml").read_text())["providers"]
        self.assertEqual(
            self.mounted("grafana", provider["options"]["path"]),
            SOURCE / "grafana/dashboards")


if __name__ == "__main__":
    unittest.main(verbosity=2)
