//! The bill of materials: everything in a package that others wrote, with its licence, and the data in it.
//!
//! The form is CycloneDX 1.6 (<https://cyclonedx.org/docs/1.6/json/>). What npm and the native crates bring is used to
//! build and does not ship.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::brand::Brand;
use crate::extension::{Files, copy};
use crate::root::root;
use crate::run::{cargo, output};
use crate::stamp::hex;
use crate::tools;

/// What `cargo metadata` says, as far as it is needed
/// (<https://doc.rust-lang.org/cargo/commands/cargo-metadata.html#json-format>).
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    source: Option<String>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

/// `Cargo.lock`.
#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// What every package says of its own parts.
const OURS: &str = "MIT OR Apache-2.0";

/// Crates in Rust's own library that others wrote (`library/Cargo.lock` in rust-lang/rust), with their licences.
const IN_STD: &[(&str, &str)] = &[
    ("addr2line", "Apache-2.0 OR MIT"),
    ("adler2", "0BSD OR MIT OR Apache-2.0"),
    ("cfg_if", "MIT OR Apache-2.0"),
    ("compiler_builtins", "MIT AND Apache-2.0 WITH LLVM-exception AND (MIT OR Apache-2.0)"),
    ("dlmalloc", "MIT OR Apache-2.0"),
    ("gimli", "MIT OR Apache-2.0"),
    ("hashbrown", "MIT OR Apache-2.0"),
    ("libc", "MIT OR Apache-2.0"),
    ("memchr", "Unlicense OR MIT"),
    ("miniz_oxide", "MIT OR Zlib OR Apache-2.0"),
    ("object", "Apache-2.0 OR MIT"),
    ("rustc_demangle", "MIT OR Apache-2.0"),
];

/// The components of every package: the crates in the core, Rust's own library, what wasm-bindgen writes, our data.
///
/// # Errors
/// When Cargo cannot tell, or a crate has no licence.
pub fn components() -> Result<Vec<Value>> {
    let text = output(&mut cargo([
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform=wasm32-unknown-unknown",
    ]))?;
    let metadata = serde_json::from_str(&text).context("cannot read what cargo metadata says")?;
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let lock: Lock = toml::from_str(&lock).context("Cargo.lock")?;
    let rustc = tools::rust_version()?;
    let mut components = vec![json!({
        "type": "library",
        "bom-ref": format!("rust-std@{rustc}"),
        "name": "Rust standard library",
        "version": rustc,
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
        "externalReferences": [{"type": "vcs", "url": "https://github.com/rust-lang/rust"}],
        "components": in_std(&rustc)?,
    })];
    let glue = tools::WASM_BINDGEN_VERSION;
    components.push(json!({
        "type": "library",
        "bom-ref": format!("pkg:cargo/wasm-bindgen-cli@{glue}"),
        "name": "wasm-bindgen-cli",
        "description": "of what it writes are the scripts that load the core",
        "version": glue,
        "purl": format!("pkg:cargo/wasm-bindgen-cli@{glue}"),
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
    }));
    for package in shipped(&metadata)? {
        components.push(component(package, &lock)?);
    }
    let mut data = Files::new();
    copy(&root().join("data"), "data/", &mut data)?;
    components.extend(data.iter().map(|(path, bytes)| {
        json!({
            "type": "data",
            "bom-ref": path,
            "name": path,
            "licenses": [{"expression": OURS}],
            "hashes": [{"alg": "SHA-256", "content": hex(bytes)}],
        })
    }));
    Ok(components)
}

/// The crates that Rust's own library for WebAssembly is made of and that others wrote. Their versions are Rust's.
fn in_std(rustc: &str) -> Result<Vec<Value>> {
    let folder = tools::wasm_libraries()?;
    let mut names = BTreeSet::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let name = entry.context("cannot read Rust's own libraries")?.file_name();
        let name = name.to_string_lossy();
        let name = name.strip_prefix("lib").and_then(|it| it.strip_suffix(".rlib"));
        names.extend(name.and_then(|it| it.rsplit_once('-')).map(|(name, _)| name.to_owned()));
    }
    let known = IN_STD.iter().filter(|(name, _)| names.contains(*name));
    Ok(known
        .map(|(name, licence)| {
            json!({
                "type": "library",
                "bom-ref": format!("rust-std@{rustc}/{name}"),
                "name": name,
                "licenses": [{"expression": licence}],
            })
        })
        .collect())
}

/// What only this brand's packages hold: what its server wrote.
fn data_of(brand: &Brand) -> Vec<Value> {
    let core = &brand.says.brand;
    let posts = core.announcements.iter().map(|post| {
        json!({
            "type": "data",
            "bom-ref": post.address,
            "name": post.title,
            "externalReferences": [{"type": "website", "url": post.address}],
        })
    });
    let list = brand.says.list.iter().zip(&core.list).map(|(bytes, day)| {
        let home = core.home.first().map(ToString::to_string).unwrap_or_default();
        json!({
            "type": "data",
            "bom-ref": "brand-list",
            "name": format!("the list of {home} on {day}"),
            "hashes": [{"alg": "SHA-256", "content": hex(bytes)}],
        })
    });
    posts.chain(list).collect()
}

/// The bill of a brand's packages.
///
/// # Errors
/// Never in practice: it has nothing that JSON lacks.
pub fn write(brand: &Brand, version: &str, components: &[Value]) -> Result<Vec<u8>> {
    let components = [components, &data_of(brand)].concat();
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": format!("{}@{version}", brand.name),
                "name": brand.says.facade.words.name,
                "version": version,
                "licenses": [{"expression": OURS}],
            }
        },
        "components": components,
    });
    let mut bytes = serde_json::to_vec_pretty(&bill).context("cannot write the bill")?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The crates whose code is in the core: what it needs at run time. What only produces code is not among them.
fn shipped(metadata: &Metadata) -> Result<Vec<&Package>> {
    let packages: BTreeMap<_, _> = metadata.packages.iter().map(|it| (&it.id, it)).collect();
    let nodes: BTreeMap<_, _> = metadata.resolve.nodes.iter().map(|it| (&it.id, it)).collect();
    let core = metadata.packages.iter().find(|it| it.name == "fencepost" && it.source.is_none());
    let core = core.context("cargo metadata does not name the core")?;
    let (mut found, mut ahead) = (BTreeSet::new(), vec![&core.id]);
    while let Some(id) = ahead.pop() {
        for dependency in nodes.get(id).map(|node| &node.deps[..]).unwrap_or_default() {
            let is_normal = dependency.dep_kinds.iter().any(|it| it.kind.is_none());
            let package = packages.get(&dependency.pkg).context("cargo metadata lacks a crate")?;
            let ships =
                !package.targets.iter().any(|it| it.kind.iter().any(|it| it == "proc-macro"));
            if is_normal && ships && found.insert((&package.name, &package.version, &package.id)) {
                ahead.push(&package.id);
            }
        }
    }
    found.iter().map(|(.., id)| packages.get(id).copied().context("a crate is lost")).collect()
}

fn component(package: &Package, lock: &Lock) -> Result<Value> {
    let Package { name, version, license, repository, .. } = package;
    let license = license.as_ref().with_context(|| format!("the crate {name} has no licence"))?;
    let locked = lock.package.iter().find(|it| it.name == *name && it.version == *version);
    let checksum = locked.and_then(|it| it.checksum.as_ref());
    let checksum = checksum.with_context(|| format!("Cargo.lock has no checksum of {name}"))?;
    let address = format!("pkg:cargo/{name}@{version}");
    let places: Vec<_> = repository.iter().map(|it| json!({"type": "vcs", "url": it})).collect();
    Ok(json!({
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        // Before it was an expression, two licences were parted by a slash.
        "licenses": [{"expression": license.replace('/', " OR ")}],
        "hashes": [{"alg": "SHA-256", "content": checksum}],
        "externalReferences": places,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_named_with_its_licence() {
        let components = components().unwrap();
        let names: Vec<_> = components.iter().filter_map(|it| it["name"].as_str()).collect();
        for name in ["Rust standard library", "serde_json", "sha2", "wasm-bindgen", "csv-core"] {
            assert!(names.contains(&name), "{name} is missing in {names:?}");
        }
        for name in ["serde_derive", "proptest", "toml", "pulldown-cmark", "url", "fencepost"] {
            assert!(!names.contains(&name), "{name} does not ship");
        }
        for component in &components {
            let licence = component["licenses"][0]["expression"].as_str().unwrap();
            assert!(licence.contains("MIT"), "{}: {licence}", component["name"]);
        }
        assert!(names.contains(&"data/platforms.json"), "{names:?}");
        let within: Vec<_> = components[0]["components"].as_array().unwrap().iter().collect();
        for name in ["dlmalloc", "hashbrown", "compiler_builtins"] {
            assert!(within.iter().any(|it| it["name"] == name), "{name} is missing in {within:?}");
        }
    }

    /// A crate that is new in Rust's own library has to be looked up.
    #[test]
    fn all_in_rusts_own_library_is_known() {
        const RUSTS: &[&str] = &["alloc", "core", "std", "sysroot", "test", "unwind"];
        let is_rusts = |name: &str| {
            let begins = |it: &&str| name.starts_with(it);
            let own = ["panic_", "proc_macro", "rustc_std_workspace_", "rustc_literal_escaper"];
            // Only the library for tests is made of the last.
            RUSTS.contains(&name)
                || own.iter().any(begins)
                || name == "std_detect"
                || name == "getopts"
        };
        for entry in fs::read_dir(tools::wasm_libraries().unwrap()).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some(name) = name.strip_prefix("lib").and_then(|it| it.strip_suffix(".rlib"))
            else {
                continue;
            };
            let name = name.rsplit_once('-').unwrap().0;
            assert!(is_rusts(name) || IN_STD.iter().any(|it| it.0 == name), "what is {name}?");
        }
    }

    #[test]
    fn the_bill_of_a_brand() {
        let brand = Brand::read("datasci.social").unwrap();
        let bill = write(&brand, "1.2.3", &[json!({"name": "a"})]).unwrap();
        let bill: Value = serde_json::from_slice(&bill).unwrap();
        assert_eq!(bill["bomFormat"], "CycloneDX");
        assert_eq!(bill["metadata"]["component"]["bom-ref"], "datasci.social@1.2.3");
        assert_eq!(bill["components"][0]["name"], "a");
        assert_eq!(bill["components"][1]["name"], "Threads suspended");
        assert_eq!(bill["components"][1]["type"], "data");
    }
}
