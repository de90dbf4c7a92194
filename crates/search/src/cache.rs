//! Answers kept until others push them out: the one unused longest goes first.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Vectors by the text they belong to.
pub(crate) struct Cache {
    capacity: usize,
    clock: u64,
    by_text: BTreeMap<String, (u64, Arc<[f32]>)>,
    by_age: BTreeMap<u64, String>,
}

impl Cache {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, clock: 0, by_text: BTreeMap::new(), by_age: BTreeMap::new() }
    }

    pub(crate) fn get(&mut self, text: &str) -> Option<Arc<[f32]>> {
        let (age, vector) = self.by_text.get_mut(text)?;
        self.by_age.remove(age);
        self.clock += 1;
        *age = self.clock;
        self.by_age.insert(self.clock, text.to_owned());
        Some(vector.clone())
    }

    pub(crate) fn put(&mut self, text: &str, vector: Arc<[f32]>) {
        self.clock += 1;
        if let Some((age, _)) = self.by_text.insert(text.to_owned(), (self.clock, vector)) {
            self.by_age.remove(&age);
        }
        self.by_age.insert(self.clock, text.to_owned());
        while self.by_text.len() > self.capacity {
            let Some((_, oldest)) = self.by_age.pop_first() else { return };
            self.by_text.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_unused_longest_goes_first() {
        let mut cache = Cache::new(2);
        let vector: Arc<[f32]> = Arc::from([1.0_f32]);
        cache.put("a", vector.clone());
        cache.put("b", vector.clone());
        assert!(cache.get("a").is_some());
        cache.put("c", vector.clone());
        cache.put("c", vector);
        assert!(cache.get("b").is_none(), "b was unused longest");
        assert!(cache.get("a").is_some() && cache.get("c").is_some());
        assert_eq!((cache.by_text.len(), cache.by_age.len()), (2, 2));
    }
}
