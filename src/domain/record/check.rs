//! What a record has to be, whether it was read from JSON or made by an importer.

use super::limits::{COUNT, DESCRIPTION, LABEL_KEY, LABEL_VALUE, LABELS, LOCATIONS, NAME};
use super::refusal::{At, Refusal};
use super::{Entity, Record, Reference, Status, time};

impl Record {
    /// Refuses a record that lacks what is required, is too long somewhere, or contradicts itself.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.v != 1 {
            return Err(Refusal::of(
                "v",
                format_args!("is {}; this program knows version 1", self.v),
            ));
        }
        self.check_identity()?;
        if let Some(Status::Removed(_)) = self.status {
            return self.check_removal();
        }
        if self.entity.name.is_empty() {
            return Err(Refusal::missing("entity.name"));
        }
        if self.status.is_none() && self.exit_code.is_none() {
            return Err(Refusal::of(
                "status",
                "is missing; a record needs `status` or `exitCode`",
            ));
        }
        self.check_times()?;
        self.check_counts()?;
        self.check_names()?;
        self.check_locations()?;
        self.check_labels()
    }

    fn check_identity(&self) -> Result<(), Refusal> {
        if self.source.is_empty() {
            return Err(Refusal::missing("source"));
        }
        let ids = [
            ("source", Some(&self.source)),
            ("repository", self.repository.as_ref()),
            ("id", self.id.as_ref()),
            ("run", self.run.as_ref()),
            ("original", self.original.as_ref()),
            ("parent", self.parent.as_ref()),
            ("root", self.root.as_ref()),
        ];
        for (field, id) in ids {
            let Some(id) = id else { continue };
            name(id, At::Record.field(field))?;
            // The guid is derived from these texts, joined by line ends.
            if id.contains('\n') {
                return Err(Refusal::of(
                    field,
                    "holds a line end; ids and source names are one line",
                ));
            }
            // An empty repository is the one of tools that have none.
            if id.is_empty() && field != "repository" {
                return Err(Refusal::of(field, "is empty; leave it out instead"));
            }
        }
        Ok(())
    }

    fn check_removal(&self) -> Result<(), Refusal> {
        if self.id.is_none() && self.run.is_none() && self.guid.is_none() {
            return Err(Refusal::of(
                "id",
                "is missing; status REMOVED needs the `id` (or `run`, or `guid`) of the backup that is gone",
            ));
        }
        self.check_moments()
    }

    fn check_times(&self) -> Result<(), Refusal> {
        if self.started.is_none() && self.finished.is_none() {
            return Err(Refusal::of(
                "finished",
                "is missing; a record needs `finished` or `started`",
            ));
        }
        self.check_moments()?;
        if let (Some(started), Some(finished)) = (self.started, self.finished)
            && started > finished
        {
            return Err(Refusal::of(
                "finished",
                format_args!(
                    "is {} ms before `started`",
                    started.saturating_sub(finished)
                ),
            ));
        }
        Ok(())
    }

    fn check_moments(&self) -> Result<(), Refusal> {
        let moments = [
            ("started", self.started),
            ("finished", self.finished),
            ("snapshotTime", self.snapshot_time),
            ("expires", self.expires),
            ("archiveExpire", self.archive_expire),
        ];
        for (field, moment) in moments {
            if let Some(moment) = moment {
                time::check(moment, At::Record.field(field))?;
            }
        }
        Ok(())
    }

    fn check_counts(&self) -> Result<(), Refusal> {
        let times = self.times.unwrap_or_default();
        let counts = [
            ("size", self.size),
            ("transferred", self.transferred),
            ("stored", self.stored),
            ("files", self.files),
            ("objects", self.objects),
            ("warningCount", self.warning_count),
            ("times.queuedExport", Some(times.queued_export)),
            ("times.export", Some(times.export)),
            ("times.queuedStore", Some(times.queued_store)),
            ("times.store", Some(times.store)),
        ];
        for (field, count) in counts {
            if let Some(count) = count
                && !(0..=COUNT).contains(&count)
            {
                return Err(Refusal::of(
                    field,
                    format_args!("is {count}; it must be from 0 to {COUNT}"),
                ));
            }
        }
        match (self.files, self.objects) {
            (Some(files), Some(objects)) if files != objects => Err(Refusal::of(
                "files",
                format_args!(
                    "is {files}, but `objects` is {objects}; they are two names of one number"
                ),
            )),
            _ => Ok(()),
        }
    }

    fn check_names(&self) -> Result<(), Refusal> {
        let references = [
            ("destination", &self.destination),
            ("node", &self.node),
            ("policy", &self.policy),
            ("rule", &self.rule),
        ];
        for (field, value) in references {
            optional_reference(value.as_ref(), At::Record.field(field))?;
        }
        self.entity.check(At::Record.field("entity"))?;
        let texts = [
            ("mode", self.mode.as_ref()),
            ("tool.name", self.tool.as_ref().map(|tool| &tool.name)),
            (
                "tool.version",
                self.tool.as_ref().and_then(|tool| tool.version.as_ref()),
            ),
            (
                "origin.name",
                self.origin.as_ref().map(|origin| &origin.name),
            ),
        ];
        for (field, text) in texts {
            if let Some(text) = text {
                name(text, At::Record.field(field))?;
            }
        }
        self.description.as_ref().map_or(Ok(()), |text| {
            bounded(text, DESCRIPTION, At::Record.field("description"))
        })
    }

    fn check_locations(&self) -> Result<(), Refusal> {
        let Some(locations) = &self.locations else {
            return Ok(());
        };
        let list = At::Record.field("locations");
        if locations.len() > LOCATIONS {
            return Err(Refusal::of(
                list,
                format_args!("has {} elements; {LOCATIONS} are allowed", locations.len()),
            ));
        }
        for (index, location) in locations.iter().enumerate() {
            let item = list.item(index);
            reference(&location.destination, item.field("destination"))?;
            if locations[..index]
                .iter()
                .any(|other| other.destination == location.destination)
            {
                return Err(Refusal::of(
                    item.field("destination"),
                    "is named twice; a backup has one location a destination",
                ));
            }
            for (field, text) in [
                ("destinationType", &location.destination_type),
                ("statusInfo", &location.status_info),
            ] {
                if let Some(text) = text {
                    name(text, item.field(field))?;
                }
            }
            if let Some(moment) = location.archive_expire {
                time::check(moment, item.field("archiveExpire"))?;
            }
        }
        match &self.destination {
            Some(destination)
                if !locations
                    .iter()
                    .any(|location| location.destination == *destination) =>
            {
                Err(Refusal::of(
                    "destination",
                    "is not among `locations`; leave it out, or add a location there",
                ))
            }
            _ => Ok(()),
        }
    }

    fn check_labels(&self) -> Result<(), Refusal> {
        let at = At::Record.field("labels");
        if self.labels.len() > LABELS {
            return Err(Refusal::of(
                at,
                format_args!(
                    "would be {}, unknown properties included; {LABELS} are allowed",
                    self.labels.len()
                ),
            ));
        }
        for (key, value) in &self.labels {
            let shown: String = key.chars().take(LABEL_KEY).collect();
            bounded(key, LABEL_KEY, at.field(&shown))?;
            bounded(value, LABEL_VALUE, at.field(&shown))?;
        }
        Ok(())
    }
}

impl Entity {
    fn check(&self, at: At<'_>) -> Result<(), Refusal> {
        name(&self.name, at.field("name"))?;
        if let Some(project) = &self.project {
            some_name(&project.name, at.field("project"))?;
        }
        let references = [
            ("hypervisor", &self.hypervisor),
            ("hypervisorManager", &self.hypervisor_manager),
            ("storageProvider", &self.storage_provider),
            ("cloudServiceProvider", &self.cloud_service_provider),
        ];
        for (field, value) in references {
            optional_reference(value.as_ref(), at.field(field))?;
        }
        Ok(())
    }
}

fn optional_reference(value: Option<&Reference>, at: At<'_>) -> Result<(), Refusal> {
    value.map_or(Ok(()), |value| reference(value, at))
}

fn reference(value: &Reference, at: At<'_>) -> Result<(), Refusal> {
    some_name(value.name(), at)
}

fn some_name(text: &str, at: At<'_>) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::of(at, "has an empty name; leave it out instead"));
    }
    name(text, at)
}

fn name(text: &str, at: At<'_>) -> Result<(), Refusal> {
    bounded(text, NAME, at)
}

fn bounded(text: &str, limit: usize, at: At<'_>) -> Result<(), Refusal> {
    // Most texts are shorter in bytes already.
    if text.len() > limit {
        let length = text.chars().count();
        if length > limit {
            return Err(Refusal::of(
                at,
                format_args!("has {length} characters; {limit} are allowed"),
            ));
        }
    }
    // A database that keeps texts as C does could not hold it.
    if text.contains('\0') {
        return Err(Refusal::of(
            at,
            "holds the character U+0000, which is not allowed",
        ));
    }
    Ok(())
}

impl Reference {
    /// The name, whichever form it has.
    pub fn name(&self) -> &str {
        match self {
            Self::Name(name) | Self::Known { name, .. } => name,
        }
    }
}
