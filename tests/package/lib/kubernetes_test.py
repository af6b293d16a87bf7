"""deploy/kubernetes renders with Debian's kubectl, Kubernetes knows every field,
and the objects fit each other and the program."""

import copy
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

import kubernetes_schema

SOURCE = pathlib.Path(__file__).resolve().parents[3]
MANIFESTS = SOURCE / "deploy/kubernetes"
OPERATOR = "monitoring.coreos.com/v1"
DASHBOARDS = SOURCE / "grafana/dashboards"
# What `kubectl apply` keeps of an object, as a note on it, has this limit.
MAX_APPLIED_BYTES = 256 * 1024


def render(folder):
    done = subprocess.run([os.environ["KUBECTL"], "kustomize", folder],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return list(yaml.safe_load_all(done.stdout))


def one(documents, kind):
    (found,) = [d for d in documents if d["kind"] == kind]
    return found


def pod_of(documents):
    (found,) = [d for d in documents if "template" in d.get("spec", {})]
    return found["spec"]["template"]


def program(*arguments):
    binary = pathlib.Path(os.environ["BSG_BIN_DIR"]) / "bsg_exporter"
    return subprocess.run([binary, *arguments], capture_output=True, text=True,
                          check=False)


class RenderedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = render(MANIFESTS / "base")
        cls.sharded = render(MANIFESTS / "sharded")
        cls.operator = render(MANIFESTS / "prometheus-operator")

    def test_kubernetes_knows_every_field(self):
        for document in self.base + self.sharded:
            kubernetes_schema.check(document)

    def test_the_schema_check_refuses_what_kubernetes_would(self):
        deployment = one(self.base, "Deployment")
        for path, value in [
                ("spec/strategie", {}),
                ("spec/replicas", "1"),
                ("spec/template/spec/containers", {}),
                ("spec/template/spec/containers/0/name", None),
                ("spec/template/spec/hostNetwork", 1),
                ("apiVersion", "extensions/v1"),
        ]:
            broken = copy.deepcopy(deployment)
            *parents, last = path.split("/")
            inner = broken
            for key in parents:
                inner = inner[int(key) if key.isdigit() else key]
            if value is None:
                del inner[last]
            else:
                inner[last] = value
            with self.subTest(path), \
                    self.assertRaises(kubernetes_schema.Invalid):
                kubernetes_schema.check(broken)

    def test_every_object_bears_the_name(self):
        for document in self.base + self.sharded + self.operator:
            with self.subTest(document["kind"]):
                self.assertRegex(
                    document["metadata"]["name"],
                    r"^bsg-(exporter(-[a-z0-9]{10})?|dashboard-[a-z]+)$")

    def test_a_changed_configuration_is_a_rollout(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["cp", "-r", MANIFESTS / "base", folder], check=True)
            base = pathlib.Path(folder, "base")
            with open(base / "bsg_exporter.toml", "a", encoding="utf-8") as file:
                file.write("# changed\n")
            changed = render(base)
        self.assertNotEqual(pod_of(changed), pod_of(self.base))

    def test_selectors_find_the_pods(self):
        for documents in self.base, self.sharded:
            labels = pod_of(documents)["metadata"]["labels"]
            for document in documents + self.operator:
                spec = document.get("spec", {})
                selector = spec.get("selector", spec.get("podSelector"))
                if selector is not None:
                    wanted = selector.get("matchLabels", selector)
                    self.assertLessEqual(wanted.items(), labels.items(),
                                         document["kind"])

    def test_ports_are_the_pod_s(self):
        (port,) = pod_of(self.base)["spec"]["containers"][0]["ports"]
        self.assertEqual(port, {"name": "http", "containerPort": 10274})
        (service,) = one(self.base, "Service")["spec"]["ports"]
        self.assertEqual(service["targetPort"], "http")
        (rule,) = one(self.base, "NetworkPolicy")["spec"]["ingress"]
        self.assertEqual([p["port"] for p in rule["ports"]], ["http"])
        (endpoint,) = one(self.operator, "ServiceMonitor")["spec"]["endpoints"]
        self.assertEqual(endpoint["port"], service["name"])

    def test_pods_pass_the_restricted_standard(self):
        for documents in self.base, self.sharded:
            spec = pod_of(documents)["spec"]
            self.assertIs(spec["securityContext"]["runAsNonRoot"], True)
            self.assertEqual(spec["securityContext"]["seccompProfile"],
                             {"type": "RuntimeDefault"})
            self.assertIs(spec["automountServiceAccountToken"], False)
            self.assertLessEqual({tuple(set(v) - {"name"})
                                  for v in spec["volumes"]},
                                 {("configMap",), ("secret",)})
            for container in spec["containers"]:
                self.assertEqual(container["securityContext"], {
                    "allowPrivilegeEscalation": False,
                    "readOnlyRootFilesystem": True,
                    "capabilities": {"drop": ["ALL"]}})
            for forbidden in "hostNetwork", "hostPID", "hostIPC":
                self.assertNotIn(forbidden, spec)

    def test_the_user_is_the_image_s(self):
        user = re.search(r"(?m)^USER (\d+):(\d+)$",
                         (SOURCE / "deploy/docker/Dockerfile").read_text())
        context = pod_of(self.base)["spec"]["securityContext"]
        self.assertEqual((context["runAsUser"], context["runAsGroup"]),
                         (int(user[1]), int(user[2])))

    def test_the_image_is_this_version(self):
        version = re.search(r"project\(bsg_exporter VERSION (\S+)",
                            (SOURCE / "CMakeLists.txt").read_text())[1]
        self.assertEqual(pod_of(self.base)["spec"]["containers"][0]["image"],
                         f"bsg-exporter:{version}")

    def test_probes_ask_what_the_exporter_answers(self):
        documented = re.findall(r"(?m)^\| `(/[^`?]*)",
                                (SOURCE / "README.md").read_text())
        (container,) = pod_of(self.base)["spec"]["containers"]
        for probe, path in [("livenessProbe", "/-/healthy"),
                            ("readinessProbe", "/-/ready")]:
            self.assertEqual(container[probe]["httpGet"],
                             {"path": path, "port": "http"})
            self.assertIn(path, documented)

    def test_the_memory_limit_has_room_for_what_is_measured(self):
        bounds = re.findall(r"(?m)^\| .+ \| ≤ (\d+) MiB \|",
                            (SOURCE / "README.md").read_text())
        (container,) = pod_of(self.base)["spec"]["containers"]
        limit = re.fullmatch(r"(\d+)Mi",
                             container["resources"]["limits"]["memory"])
        self.assertGreater(int(limit[1]), max(map(int, bounds)))

    def test_no_secret_is_here(self):
        for document in self.base + self.sharded + self.operator:
            self.assertNotEqual(document["kind"], "Secret")


class ProgramTest(unittest.TestCase):
    """The pod's command line and files, given to the program."""

    def test_the_configuration_is_sound_and_reads_the_mounted_key(self):
        base = render(MANIFESTS / "base")
        (container,) = pod_of(base)["spec"]["containers"]
        mounts = {v["name"]: v["mountPath"] for v in container["volumeMounts"]}
        (text,) = one(base, "ConfigMap")["data"].values()
        (name,) = one(base, "ConfigMap")["data"]
        self.assertEqual(container["args"],
                         [f"--config.file={mounts['config']}/{name}"])
        with tempfile.TemporaryDirectory() as folder:
            key = pathlib.Path(folder, "api_key")
            key.write_text("live_key")
            self.assertEqual(text.count(f"{mounts['api-key']}/api_key"), 1)
            config = pathlib.Path(folder, name)
            config.write_text(text.replace(mounts["api-key"], folder))
            done = program("check", f"--config.file={config}")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_there_are_as_many_pods_as_shares(self):
        stateful_set = one(render(MANIFESTS / "sharded"), "StatefulSet")
        spec = stateful_set["spec"]
        self.assertEqual(spec["podManagementPolicy"], "Parallel")
        self.assertEqual(spec["serviceName"], "bsg-exporter")
        shard = spec["template"]["spec"]["containers"][0]["args"][-1]
        self.assertEqual(shard, f"--shard=hostname/{spec['replicas']}")
        name = stateful_set["metadata"]["name"]
        for ordinal in range(spec["replicas"]):
            with self.subTest(ordinal):
                done = subprocess.run(
                    ["unshare", "--uts", "--map-root-user", "sh", "-c",
                     'hostname "$1" && exec "$2" check --campaign=1 "$3"', "sh",
                     f"{name}-{ordinal}",
                     pathlib.Path(os.environ["BSG_BIN_DIR"], "bsg_exporter"),
                     shard],
                    env={**os.environ, "BSG_API_KEY": "live_key"},
                    capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)


class OperatorTest(unittest.TestCase):
    FIELDS = {
        "ServiceMonitor": {"jobLabel", "selector", "endpoints"},
        "PrometheusRule": {"groups"},
    }

    def test_the_operator_knows_every_field(self):
        documents = [d for d in render(MANIFESTS / "prometheus-operator")
                     if d["kind"] != "ConfigMap"]
        self.assertEqual({d["kind"] for d in documents}, set(self.FIELDS))
        for document in documents:
            self.assertEqual(document["apiVersion"], OPERATOR)
            self.assertEqual(set(document["spec"]),
                             self.FIELDS[document["kind"]])
        (endpoint,) = one(documents, "ServiceMonitor")["spec"]["endpoints"]
        self.assertEqual(set(endpoint), {"port", "interval", "scrapeTimeout"})

    def test_it_scrapes_as_the_example_does(self):
        example = yaml.safe_load(
            (SOURCE / "deploy/prometheus/prometheus.yml").read_text())["global"]
        monitor = one(render(MANIFESTS / "prometheus-operator"),
                      "ServiceMonitor")
        (endpoint,) = monitor["spec"]["endpoints"]
        self.assertEqual((endpoint["interval"], endpoint["scrapeTimeout"]),
                         (example["scrape_interval"],
                          example["scrape_timeout"]))

    def test_the_rules_are_those_of_prometheus(self):
        folder = MANIFESTS / "prometheus-operator"
        with tempfile.TemporaryDirectory() as scratch:
            anew = pathlib.Path(scratch, "rule.yaml")
            subprocess.run([folder / "update", anew], check=True)
            self.assertEqual((folder / "prometheus-rule.yaml").read_text(),
                             anew.read_text(),
                             "run deploy/kubernetes/prometheus-operator/update")
        groups = [group for name in ("alerts", "recordings")
                  for group in yaml.safe_load(
                      (SOURCE / f"deploy/prometheus/{name}.yml").read_text()
                  )["groups"]]
        self.assertEqual(one(render(folder), "PrometheusRule")["spec"],
                         {"groups": groups})

    def test_rules_can_be_applied(self):
        rule = one(render(MANIFESTS / "prometheus-operator"), "PrometheusRule")
        self.assertLess(len(json.dumps(rule)), MAX_APPLIED_BYTES)


class DashboardsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.found = [d for d in render(MANIFESTS / "prometheus-operator")
                     if d["kind"] == "ConfigMap"]

    def test_they_are_those_of_grafana(self):
        self.assertEqual(
            sorted(name for d in self.found for name in d["data"]),
            sorted(path.name for path in DASHBOARDS.glob("*.json")))
        for document in self.found:
            for name, text in document["data"].items():
                self.assertEqual(text, (DASHBOARDS / name).read_text())

    def test_grafana_s_sidecar_finds_them(self):
        for document in self.found:
            self.assertEqual(document["metadata"]["labels"],
                             {"grafana_dashboard": "1"})

    def test_kubernetes_takes_them(self):
        for document in self.found:
            kubernetes_schema.check(document)
            self.assertLess(len(json.dumps(document)), MAX_APPLIED_BYTES)


if __name__ == "__main__":
    unittest.main(verbosity=2)
