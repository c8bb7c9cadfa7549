"""Direct dependencies that manifests declare."""

import pytest

from collectors.bounded_texts import LONGEST_LINE, MOST_KEY_PARTS
from collectors.git.head.manifests import declared, is_manifest


def found(name: str, text: str) -> list[tuple]:
    return [tuple(dependency) for _, dependency in declared(name, text)]


def test_package_json():
    text = """{"dependencies": {"@scope/a": "^1.2", "b": "npm:real@~2", "mine": "workspace:*",
      "local": "file:../x",
      "forked": "github:x/y#main", "short": "x/y", "any": "*"},
      "devDependencies": {"c": ">=1 <2"}, "peerDependencies": {"d": "1 || 2"},
      "optionalDependencies": {"e": ""}, "scripts": {"f": "1"}}"""
    assert found("package.json", text) == [
        ("npm", "@scope/a", "runtime", "^1.2"),
        ("npm", "real", "runtime", "~2"),
        ("npm", "short", "runtime", None),
        ("npm", "any", "runtime", "*"),
        ("npm", "c", "development", ">=1 <2"),
        ("npm", "e", "optional", None),
        ("npm", "d", "peer", "1 || 2"),
    ]


def test_oh_package_json5():
    text = """{ // HarmonyOS
      'dependencies': {"@ohos/axios": "^2.2.0", library: "file:./library", },
      dynamicDependencies: {"@x/y": '1.0.0'}, devDependencies: {"@ohos/hypium": "1.0.6"} }"""
    assert found("oh-package.json5", text) == [
        ("ohpm", "@ohos/axios", "runtime", "^2.2.0"),
        ("ohpm", "@x/y", "runtime", "1.0.0"),
        ("ohpm", "@ohos/hypium", "development", "1.0.6"),
    ]


def test_pyproject():
    text = """
[project]
dependencies = ["Requests[socks] >=2,<3; python_version > '3'", "plain", "here @ file:///x", "not one!"]
[project.optional-dependencies]
fast = ["orjson"]
[dependency-groups]
test = ["pytest>=9", {include-group = "lint"}]
[tool.poetry.dependencies]
python = "^3.11"
Zope_Interface = "^5"
local = {path = "../x"}
extra = {version = "1.*", optional = true}
[tool.poetry.group.dev.dependencies]
ruff = "*"
"""
    assert found("pyproject.toml", text) == [
        ("pypi", "requests", "runtime", "<3,>=2"),
        ("pypi", "plain", "runtime", None),
        ("pypi", "orjson", "optional", None),
        ("pypi", "pytest", "development", ">=9"),
        ("pypi", "zope-interface", "runtime", "^5"),
        ("pypi", "extra", "optional", "1.*"),
        ("pypi", "ruff", "development", "*"),
    ]


def test_requirements_and_setup_cfg():
    text = "# a remark\nDjango==4.2 # pinned\n-r other.txt\n--index-url https://x\n"
    text += "x>=1 --hash=sha256:0\n./local\ngit+https://x/y\n"
    assert found("requirements.txt", text) == [
        ("pypi", "django", "runtime", "==4.2"),
        ("pypi", "x", "runtime", ">=1"),
    ]
    text = "[options]\ninstall_requires =\n  a>=1\n  b\n[options.extras_require]\ntest = c; d\nlint =\n  e\n"
    assert found("setup.cfg", text) == [
        ("pypi", "a", "runtime", ">=1"),
        ("pypi", "b", "runtime", None),
        ("pypi", "e", "optional", None),
    ]


def test_pom_xml():
    text = """<project xmlns="http://maven.apache.org/POM/4.0.0">
      <parent><groupId>org.own</groupId><version>3</version></parent>
      <artifactId>app</artifactId><dependencyManagement><dependencies><dependency><groupId>managed</groupId>
      <artifactId>only</artifactId></dependency></dependencies></dependencyManagement><dependencies>
      <dependency><groupId>${project.groupId}</groupId><artifactId>core</artifactId>
      <version>${project.version}</version></dependency>
      <dependency><groupId>org.x</groupId><artifactId>y</artifactId><version>${y.version}</version></dependency>
      <dependency><groupId>junit</groupId><artifactId>junit</artifactId>
      <version>4.13</version><scope>test</scope></dependency>
      <dependency><groupId>o</groupId><artifactId>p</artifactId><optional>true</optional></dependency>
      <dependency><groupId>${unknown}</groupId><artifactId>q</artifactId></dependency>
      </dependencies></project>"""
    assert found("pom.xml", text) == [
        ("maven", "org.own:core", "runtime", "3"),
        ("maven", "org.x:y", "runtime", None),
        ("maven", "junit:junit", "development", "4.13"),
        ("maven", "o:p", "optional", None),
    ]


def test_go_mod():
    text = """module example.org/me

go 1.22

require github.com/one/thing v1.0.0

require (
	example.org/two v0.0.0-20200101000000-abcdefabcdef
	example.org/three/v2 v2.1.0+incompatible // indirect
	gopkg.in/yaml.v3 v3.0.1 // remark
)
replace example.org/two => ../two
"""
    assert found("go.mod", text) == [
        ("go", "github.com/one/thing", "runtime", "v1.0.0"),
        ("go", "example.org/two", "runtime", "v0.0.0-20200101000000-abcdefabcdef"),
        ("go", "gopkg.in/yaml.v3", "runtime", "v3.0.1"),
    ]


def test_cargo_toml():
    text = """
[dependencies]
serde = { version = "1", features = ["derive"] }
rand = "0.8"
local = { path = "../x" }
renamed = { package = "real-name", version = "2", optional = true }
shared = { workspace = true }
[dev-dependencies]
criterion = "0.5"
[target.'cfg(unix)'.dependencies]
libc = "0.2"
"""
    assert found("cargo.toml", text) == [
        ("cargo", "serde", "runtime", "1"),
        ("cargo", "rand", "runtime", "0.8"),
        ("cargo", "real-name", "optional", "2"),
        ("cargo", "criterion", "development", "0.5"),
        ("cargo", "libc", "runtime", "0.2"),
    ]


def test_composer_csproj_and_gradle():
    text = """{"require": {"php": ">=8", "ext-json": "*", "monolog/monolog": "^3"},
      "require-dev": {"phpunit/phpunit": "^10"}}"""
    assert found("composer.json", text) == [
        ("composer", "monolog/monolog", "runtime", "^3"),
        ("composer", "phpunit/phpunit", "development", "^10"),
    ]
    text = """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
      <PackageReference Include="Serilog" Version="3.1.0"/>
      <PackageReference Include="Analyzers" PrivateAssets="all"><Version>1.0</Version></PackageReference>
      <ProjectReference Include="..\\Other.csproj"/></ItemGroup></Project>"""
    assert list(declared("my.csproj", text)) == [
        ("*.csproj", ("nuget", "Serilog", "runtime", "3.1.0")),
        ("*.csproj", ("nuget", "Analyzers", "development", "1.0")),
    ]
    text = """dependencies {
      implementation 'com.x:y:1.0'
      api("com.x:z:2.0@aar")
      testImplementation "junit:junit:$version"
      // implementation 'com.x:off:1'
      implementation project(':own')
    }"""
    assert found("build.gradle", text) == [
        ("maven", "com.x:y", "runtime", "1.0"),
        ("maven", "com.x:z", "runtime", "2.0"),
        ("maven", "junit:junit", "development", None),
    ]


READABLE = "package.json oh-package.json5 composer.json cargo.toml pyproject.toml setup.cfg pom.xml x.csproj"
BROKEN = ["", "{", "<a>", "[", "null", "[]", "1", '{"dependencies": [1]}', "\0", "{" * 100_000]


@pytest.mark.parametrize("name", READABLE.split())
@pytest.mark.parametrize("text", BROKEN)
def test_a_manifest_that_cannot_be_read_declares_nothing(name, text):
    assert found(name, text) == []


LONG = "x" * LONGEST_LINE


@pytest.mark.parametrize(
    ("name", "text", "names"),
    [
        ("build.gradle", f"\n\n\napi 'a.b:{LONG}:1'\n\n  api 'a.b:c:1'\n", ["a.b:c"]),
        ("build.gradle", "api 'a.b:c:1'\napi\n'a.b:d:1'\n", ["a.b:c"]),  # a line that only begins one
        ("go.mod", f"require (\n\n\ta.b/c v1.0.0\n\ta.b/{LONG} v1\n\n)\n", ["a.b/c"]),
        ("go.mod", "require a.b/c v1.0.0\nrequire (\n\n\n\ta.b/d v1.0.0\n", ["a.b/c"]),  # left open
        ("go.mod", "require(\na.b/c v1\n)\nrequire (\na.b/d v1 // indirect\n)\n", ["a.b/c"]),
        ("setup.cfg", f"[options]\ninstall_requires =\n  a\n\n  b{LONG}\n  c\nd{LONG} = 1\n", ["a", "c"]),
        ("setup.cfg", "x\nx\n[options]\nx\ninstall_requires: a\n", ["a"]),  # lines that are nothing
        ("requirements.txt", f"a\nb>={'1.' * LONGEST_LINE}0\nc\n", ["a", "c"]),
        ("requirements.txt", f"a==1 {' --hash=sha256:0' * LONGEST_LINE}\n", ["a"]),  # its hashes may be many
        ("package.json", '{"dependencies": {"a": "npm:@s/real@~2", "b": "npm:real"}}', ["@s/real", "real"]),
    ],
)
def test_a_reader_looks_at_one_line_at_a_time_and_at_no_line_that_is_too_long(name, text, names):
    assert [dependency.name for _, dependency in declared(name, text)] == names


def test_toml_with_a_key_of_too_many_parts_is_not_read():
    kept = '[tool."a.b"]\nx.y = {z.z = "1.2.3.4"}\n[project]\ndependencies = ["a"]\n'
    assert [name for _, name, *_ in found("pyproject.toml", kept)] == ["a"]
    deep = ".".join(["k"] * (MOST_KEY_PARTS + 1))
    for more in (
        f"{deep} = 1\n",
        f"[{deep}]\n",
        f"x = {{{deep} = 1}}\n",
        deep.replace("k", "'k'") + " = 1\n",
    ):
        assert found("pyproject.toml", kept + more) == []
    assert found("pyproject.toml", kept + deep[2:] + " = 1\n") == found("pyproject.toml", kept)


def test_xml_with_entities_is_not_expanded():
    swelling = (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><project><artifactId>&b;</artifactId></project>'
    )
    assert found("pom.xml", swelling) == []


def test_names_and_ranges_that_are_free_text_are_left_out():
    text = (
        '{"dependencies": {"a name with blanks": "1", "ok": "please ask somebody@example.org", "x": "%s"}}'
        % ("1" * 101)
    )
    assert found("package.json", text) == [("npm", "ok", "runtime", None), ("npm", "x", "runtime", None)]


def test_which_files_are_manifests():
    assert is_manifest("package.json") and is_manifest("a.csproj") and is_manifest("build.gradle.kts")
    assert not is_manifest("package-lock.json") and not is_manifest("readme.md")
