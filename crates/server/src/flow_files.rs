//! Flow files: those that come with the program, and the city's own folder beside them (clause 6(2)⑤).
//!
//! Owns reading. A file of the city that cannot be used is named and left out, and everything else goes on:
//! a misspelt word must not close the counter. What a flow may be is `domain::service_flow`'s.

use std::fs;
use std::path::{Path, PathBuf};

use domain::service_flow::{Catalogue, CatalogueFault, FILE_LIMIT_BYTES, FILES_MAX, Flow, SHIPPED};

use crate::calls::alarms::Alarms;
use crate::calls::{CardReaders, FlowBook};
use crate::clock::Clock;
use crate::config::Config;

/// The alarm of flow files that were left out.
const FAULTY: &str = "flow_files_faulty";

/// What this installation's counter needs for guided flows; files that are left out raise an alarm.
pub fn book(config: &Config, card_readers: CardReaders, alarms: &Alarms, clock: &Clock) -> FlowBook {
    let (catalogue, faults) = catalogue(config.counter.flows_folder.as_deref());
    if !faults.is_empty() {
        let named = faults.join("\n");
        tracing::error!(faults = %named, "flow files were left out");
        let ja = format!(
            "手続きファイルに誤りがあり、読み込んでいません（{}件）。`madoguchi check` で内容を確かめてください。",
            faults.len()
        );
        let en = format!("{} flow files are faulty and were left out. `madoguchi check` says why.", faults.len());
        alarms.raise(FAULTY, clock.now(), &ja, &en);
    }
    FlowBook { catalogue, call_number: config.city.numbers.first().cloned().unwrap_or_default(), card_readers }
}

/// The shipped flows with those of `folder`, and what is wrong with files that were left out.
pub fn catalogue(folder: Option<&Path>) -> (Catalogue, Vec<String>) {
    let mut faults = Vec::new();
    let mut catalogue = match Catalogue::load(&SHIPPED, read) {
        Ok(catalogue) => catalogue,
        Err(why) => {
            faults.push(why.to_string());
            Catalogue::default()
        }
    };
    let Some(folder) = folder else { return (catalogue, faults) };
    match files_of(folder) {
        Ok(files) => {
            let added = files.iter().map(|file| add(&mut catalogue, file));
            faults.extend(added.filter_map(Result::err));
        }
        Err(why) => faults.push(why),
    }
    (catalogue, faults)
}

/// The flow of one file, whether it keeps the laws or not.
///
/// # Errors
/// When it cannot be read as a flow at all.
pub fn flow_of(file: &Path) -> Result<Flow, String> {
    let name = file.display().to_string();
    let bytes = fs::metadata(file).map_err(|why| format!("{name}: {why}"))?.len();
    if bytes > FILE_LIMIT_BYTES as u64 {
        return Err(CatalogueFault::TooLong { file: name }.to_string());
    }
    let text = fs::read_to_string(file).map_err(|why| format!("{name}: {why}"))?;
    read(&text).map_err(|why| CatalogueFault::Unreadable { file: name, why }.to_string())
}

/// The flow files of a folder in the order of their names; a single file is itself.
///
/// # Errors
/// When the folder cannot be read, or holds more than a catalogue takes.
pub fn files_of(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let named = |why: std::io::Error| format!("{}: {why}", folder.display());
    if fs::metadata(folder).map_err(named)?.is_file() {
        return Ok(vec![folder.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(named)? {
        let path = entry.map_err(named)?.path();
        let is_flow = path.extension().is_some_and(|it| it == "json")
            && !path.file_name().is_some_and(|it| it.to_string_lossy().ends_with(".schema.json"));
        if is_flow {
            files.push(path);
        }
    }
    if files.len() > FILES_MAX {
        return Err(CatalogueFault::TooManyFiles(files.len()).to_string());
    }
    files.sort();
    Ok(files)
}

/// Adds the flow of a file.
///
/// # Errors
/// Everything that is wrong with it, the file named.
pub fn add(catalogue: &mut Catalogue, file: &Path) -> Result<(), String> {
    let flow = flow_of(file)?;
    catalogue.add(file.display().to_string(), flow).map_err(|why| why.to_string())
}

fn read(text: &str) -> Result<Flow, String> {
    serde_json::from_str(text).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use domain::service_flow::FlowId;

    use super::*;

    fn lost() -> serde_json::Value {
        let (_, text) = SHIPPED.into_iter().find(|(name, _)| *name == "lost-reissue.json").unwrap();
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_citys_flow_stands_beside_the_shipped_ones_and_a_faulty_one_is_named_and_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let mut own = lost();
        own["id"] = "own_lost".into();
        fs::write(folder.path().join("own.json"), own.to_string()).unwrap();
        let mut open_gate = lost();
        open_gate["id"] = "open_gate".into();
        open_gate["steps"][1]["action"] = serde_json::json!({"kind": "explain", "next": "nowhere"});
        fs::write(folder.path().join("wrong.json"), open_gate.to_string()).unwrap();
        fs::write(folder.path().join("torn.json"), "{").unwrap();
        fs::write(folder.path().join("readme.txt"), "no flow").unwrap();
        let (catalogue, faults) = catalogue(Some(folder.path()));
        let has = |id: &str| catalogue.version(&FlowId(id.to_owned()), 1).is_some();
        assert!(has("own_lost") && has("lost_reissue") && !has("open_gate"));
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults.iter().any(|it| it.contains("wrong.json") && it.contains("nowhere")), "{faults:?}");
        assert!(faults.iter().any(|it| it.contains("torn.json")), "{faults:?}");
    }

    #[test]
    fn what_was_shipped_is_not_changed_by_a_file_of_the_same_version() {
        let folder = tempfile::tempdir().unwrap();
        let mut changed = lost();
        changed["title"]["en"] = "Lost".into();
        fs::write(folder.path().join("lost.json"), changed.to_string()).unwrap();
        let (catalogue, faults) = catalogue(Some(folder.path()));
        assert!(faults[0].contains("make a new version"), "{faults:?}");
        let kept = catalogue.version(&FlowId("lost_reissue".to_owned()), 1).unwrap();
        assert_eq!(kept.title.en, "Lost card");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_and_the_shipped_flows_go_on() {
        let (catalogue, faults) = catalogue(Some(Path::new("/nowhere/flows")));
        assert!(faults[0].contains("/nowhere/flows"));
        assert!(catalogue.version(&FlowId("pin_reset".to_owned()), 1).is_some());
    }
}
