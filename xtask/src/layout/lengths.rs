//! How long files may be: a reader takes in one at a time.

use crate::files::File;

/// Half of the files are at most so long (lines).
const MEDIAN: usize = 120;
/// Nine of ten files are at most so long.
const NINE_OF_TEN: usize = 400;
/// No file is longer.
const LONGEST: usize = 600;

pub(super) fn check(files: &[File]) -> Vec<String> {
    let lengths = files
        .iter()
        .map(|file| (file.text.lines().count(), file.path.as_str()));
    faults(lengths.collect())
}

fn faults(mut lengths: Vec<(usize, &str)>) -> Vec<String> {
    lengths.sort_unstable();
    let mut faults: Vec<String> = lengths
        .iter()
        .filter(|(length, _)| *length > LONGEST)
        .map(|(length, path)| format!("{path} has {length} lines, at most {LONGEST} are allowed"))
        .collect();
    for (share, most) in [(5, MEDIAN), (9, NINE_OF_TEN)] {
        let length = lengths
            .get(lengths.len() * share / 10)
            .map_or(0, |(length, _)| *length);
        if length > most {
            faults.push(format!(
                "{share} of 10 files should have at most {most} lines; they have up to {length}"
            ));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_and_the_usual_length_are_bounded() {
        assert_eq!(
            faults([vec![(120, "a"); 9], vec![(600, "b")]].concat()).len(),
            1
        );
        assert!(faults([vec![(120, "a"); 19], vec![(600, "b")]].concat()).is_empty());
        let long = faults([vec![(120, "a"); 19], vec![(601, "b")]].concat());
        assert_eq!(long, ["b has 601 lines, at most 600 are allowed"]);
        assert_eq!(faults(vec![(121, "a")]).len(), 1);
    }
}
