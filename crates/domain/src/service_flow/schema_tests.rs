//! The schema says what the types say, and every shipped file conforms to it.
//!
//! The judge below knows the few words the schema uses and refuses any other, so that no word of it goes
//! unjudged. Patterns are left to the types' own laws.

use serde_json::{Map, Value, json};

use super::shipped_tests::read;
use super::{Equipment, Flow, GateKind, OutcomeKind, PageCheck, PinKind, Procedure, SHIPPED};

const SCHEMA: &str = include_str!("../../../../flows/flow.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn at<'v>(root: &'v Value, pointer: &str) -> &'v Value {
    root.pointer(pointer).unwrap_or_else(|| panic!("the schema has no {pointer}"))
}

/// The first place where `value` does not conform.
fn judge(root: &Value, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    let schema = schema.as_object().unwrap();
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return judge(root, at(root, reference.trim_start_matches('#')), value, place);
    }
    for (word, asked) in schema {
        let holds = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "pattern" => true,
            "type" => has_type(asked, value),
            "const" => asked == value,
            "enum" => asked.as_array().unwrap().contains(value),
            "minimum" => value.as_u64() >= asked.as_u64(),
            "maximum" => value.as_u64() <= asked.as_u64(),
            "minLength" => value.as_str().is_none_or(|it| it.chars().count() as u64 >= asked.as_u64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|it| it.chars().count() as u64 <= asked.as_u64().unwrap()),
            "minItems" => value.as_array().unwrap().len() as u64 >= asked.as_u64().unwrap(),
            "maxItems" => value.as_array().unwrap().len() as u64 <= asked.as_u64().unwrap(),
            "required" => asked.as_array().unwrap().iter().all(|it| value.get(it.as_str().unwrap()).is_some()),
            "additionalProperties" => keys(value).all(|key| schema["properties"].get(key).is_some()),
            "oneOf" => asked.as_array().unwrap().iter().filter(|it| judge(root, it, value, place).is_ok()).count() == 1,
            "items" => {
                for (index, one) in value.as_array().unwrap().iter().enumerate() {
                    judge(root, asked, one, &format!("{place}/{index}"))?;
                }
                true
            }
            "properties" => {
                for (key, one) in value.as_object().into_iter().flatten() {
                    if let Some(inner) = asked.get(key) {
                        judge(root, inner, one, &format!("{place}/{key}"))?;
                    }
                }
                true
            }
            other => panic!("the judge does not know {other}"),
        };
        if !holds {
            return Err(format!("{place}: {word}"));
        }
    }
    Ok(())
}

fn has_type(asked: &Value, value: &Value) -> bool {
    let named = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the judge does not know type {other}"),
    };
    match asked {
        Value::Array(names) => names.iter().any(|name| named(name.as_str().unwrap())),
        name => named(name.as_str().unwrap()),
    }
}

fn keys(value: &Value) -> impl Iterator<Item = &String> {
    value.as_object().into_iter().flat_map(Map::keys)
}

#[test]
fn every_shipped_file_conforms_to_the_schema() {
    let schema = schema();
    for (file, text) in SHIPPED {
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(judge(&schema, &schema, &value, file), Ok(()));
    }
}

#[test]
fn the_judge_finds_what_does_not_conform() {
    let (schema, good): (Value, Value) = (schema(), serde_json::from_str(SHIPPED[3].1).unwrap());
    let changes: [fn(&mut Value); 7] = [
        |flow| flow["version"] = json!(0),
        |flow| flow["colour"] = json!("red"),
        |flow| flow["procedure"] = json!("lost"),
        |flow| flow["steps"] = json!([]),
        |flow| flow["title"]["easy"] = json!(""),
        |flow| flow["steps"][0]["action"]["kind"] = json!("door"),
        |flow| drop(flow.as_object_mut().unwrap().remove("valid_from")),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut flow = good.clone();
        change(&mut flow);
        assert!(judge(&schema, &schema, &flow, "flow").is_err(), "change {index}");
    }
}

#[test]
fn the_schema_names_the_words_of_the_types() {
    let schema = schema();
    let check = |pointer: &str, words: Value| assert_eq!(*at(&schema, pointer), words, "{pointer}");
    check("/properties/procedure/enum", json!(Procedure::ALL));
    check("/$defs/step/properties/requires_gate/enum", json!([GateKind::Fee, null]));
    check("/$defs/choice/properties/needs/enum", json!([Equipment::CardReader, null]));
    let action = |index: usize, rest: &str| format!("/$defs/action/oneOf/{index}/properties/{rest}");
    check(&action(3, "gate/enum"), json!(GateKind::ALL));
    check(&action(4, "pin/enum"), json!(PinKind::ALL));
    check(&action(6, "checks/items/enum"), json!(PageCheck::ALL));
    check(&action(7, "outcome/enum"), json!(OutcomeKind::ALL));
}

/// A flow in which every field stands and every kind of step occurs.
fn fullest() -> Value {
    let resident = json!({"ja": "あ", "en": "a", "easy": "あ"});
    let staff = json!({"ja": "あ", "en": "a"});
    let actions = [
        json!({"kind": "explain", "next": "a"}),
        json!({"kind": "checklist", "items": [{"id": "a", "text": resident, "optional": true}], "next": "a"}),
        json!({"kind": "branch", "choices": [
            {"id": "a", "text": resident, "needs": "card_reader", "next": "a"},
            {"id": "b", "text": resident, "needs": "card_reader", "next": "a"}]}),
        json!({"kind": "gate", "gate": "fee", "fee": {"card_yen": 800, "certificate_yen": 200}, "next": "a"}),
        json!({"kind": "pin_guard", "pin": "login", "next": "a", "stopped": "a"}),
        json!({"kind": "email", "next": "a", "no_mail": "a"}),
        json!({"kind": "shared_page", "site": staff, "url": "https://myna.go.jp/", "checks": ["own_login"], "next": "a"}),
        json!({"kind": "outcome", "outcome": "done", "slip": {"was_done": resident, "comes_next": resident,
            "bring": [resident], "call": [{"who": resident, "number": "0120-95-0178"}]}}),
    ];
    let steps: Vec<Value> = actions
        .into_iter()
        .map(|action| {
            json!({"id": "a", "label": staff, "script": staff, "text": resident, "requires_gate": "fee",
                "application": true, "back": false, "action": action})
        })
        .collect();
    json!({"id": "a", "version": 1, "valid_from": "2026-04-01", "valid_until": "2027-03-31", "procedure": "new_card",
        "title": resident, "for_whom": resident, "steps": steps})
}

/// Every object of the schema, with the objects of `value` that stand in its place.
fn same_fields(root: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return same_fields(root, at(root, reference.trim_start_matches('#')), value, place);
    }
    if let Some(ways) = schema.get("oneOf").and_then(Value::as_array) {
        let way = ways.iter().find(|way| way["properties"]["kind"]["const"] == value["kind"]);
        return same_fields(root, way.unwrap_or_else(|| panic!("{place}: {}", value["kind"])), value, place);
    }
    for one in value.as_array().into_iter().flatten() {
        same_fields(root, &schema["items"], one, place);
    }
    if value.is_object() {
        let (mut named, mut there): (Vec<_>, Vec<_>) = (keys(&schema["properties"]).collect(), keys(value).collect());
        named.sort();
        there.sort();
        assert_eq!(named, there, "{place}");
        for key in there {
            same_fields(root, &schema["properties"][key], &value[key], &format!("{place}/{key}"));
        }
    }
}

#[test]
fn the_schema_has_the_fields_of_the_types_and_no_others() {
    let fullest = fullest();
    let flow: Flow = read(&fullest.to_string()).unwrap();
    let written = serde_json::to_value(&flow).unwrap();
    assert_eq!(written, fullest, "the types write every field they read");
    same_fields(&schema(), &schema(), &written, "flow");
    let kinds = at(&schema(), "/$defs/action/oneOf").as_array().unwrap().len();
    assert_eq!(flow.steps.len(), kinds, "every kind of step occurs");
}
