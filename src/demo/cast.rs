//! Who is in the fleet.

use super::plan::{self, Plan};
use super::random::Random;
use super::{Fleet, HOUR, MINUTE};
use crate::domain::record::{Entity, Project, Reference, Tool};
use crate::types::ProtectedEntityType as Kind;

/// A protected entity and what is always so with its backups.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) index: u64,
    pub(super) entity: Entity,
    pub(super) plan: Plan,
    pub(super) node: String,
    pub(super) tool: Option<Tool>,
    /// How a virtual machine is exported.
    pub(super) mode: Option<&'static str>,
    /// When in its step a run is due, ms.
    pub(super) due: i64,
    /// Bytes protected at the epoch day 20,000 (2024-10-04).
    pub(super) base: i64,
    /// Growth a day, millionths.
    pub(super) growth: i64,
    /// Objects (files, mails), 0 where nobody counts.
    pub(super) objects: i64,
    /// Out of sight: a machine that only tests backups.
    pub(super) hidden: bool,
}

const GIB: i64 = 1 << 30;
const MIB: i64 = 1 << 20;

/// Twenty slots that repeat: the mix of a middle-sized company.
const MIX: [Kind; 20] = [
    Kind::Vm,
    Kind::OsAgent,
    Kind::Vm,
    Kind::CloudUser,
    Kind::Vm,
    Kind::App,
    Kind::Vm,
    Kind::OsAgent,
    Kind::Vm,
    Kind::Storage,
    Kind::Vm,
    Kind::OsAgent,
    Kind::Vm,
    Kind::CloudUser,
    Kind::Vm,
    Kind::App,
    Kind::OsAgent,
    Kind::Vm,
    Kind::Cloud,
    Kind::Os,
];
const CLOUD_KINDS: [Kind; 4] = [
    Kind::Cloud,
    Kind::CloudSite,
    Kind::CloudTeams,
    Kind::CloudGroup,
];
const ROLES: [&str; 16] = [
    "erp-app",
    "web",
    "dc",
    "mail-gw",
    "jira",
    "git",
    "ci-runner",
    "sql",
    "print",
    "proxy",
    "crm",
    "wiki",
    "sap-hana",
    "terminal",
    "monitoring",
    "dns",
];
const PATHS: [&str; 6] = [
    "/etc",
    "/home",
    "/srv/www",
    "/srv/data",
    "/var/lib/docker",
    "/opt/app",
];
const DATABASES: [&str; 8] = [
    "orders",
    "billing",
    "warehouse",
    "users",
    "tickets",
    "payroll",
    "telemetry",
    "catalogue",
];
const PEOPLE: [&str; 12] = [
    "anna.kowalska",
    "ben.okafor",
    "carla.rossi",
    "dmitri.ivanov",
    "elif.yilmaz",
    "fatima.haddad",
    "georg.müller",
    "hana.sato",
    "ivan.horvat",
    "julia.santos",
    "kofi.mensah",
    "lena.björk",
];
const PROJECTS: [&str; 5] = [
    "e-commerce",
    "finance",
    "platform",
    "human resources",
    "research",
];

/// One member of a fleet.
pub(super) fn member(fleet: Fleet, index: u32) -> Member {
    let number = u64::from(index);
    let mut random = Random::of(&[fleet.seed, number]);
    let round = usize::try_from(index).unwrap_or_default();
    let kind = match MIX[round % MIX.len()] {
        Kind::Cloud => CLOUD_KINDS[round / MIX.len() % CLOUD_KINDS.len()],
        kind => kind,
    };
    let hidden = kind == Kind::Vm && index % 40 == 34;
    let mut member = Member {
        index: number,
        entity: Entity {
            kind: Some(kind),
            ..Entity::default()
        },
        plan: plan::GOLD,
        node: format!("node-{}", 1 + index % 3),
        tool: None,
        mode: None,
        due: 0,
        base: 0,
        growth: random.between(0, 600),
        objects: 0,
        hidden,
    };
    match kind {
        Kind::Vm => virtual_machine(&mut member, &mut random),
        Kind::OsAgent => agent(&mut member, &mut random),
        Kind::App => database(&mut member, &mut random),
        Kind::Storage => volume(&mut member, &mut random),
        Kind::Os => image(&mut member, &mut random),
        _ => cloud(&mut member, kind, &mut random),
    }
    if matches!(kind, Kind::Vm | Kind::App | Kind::Os) && random.chance(800) {
        member.entity.project = Some(Project {
            uuid: None,
            name: random.pick(&PROJECTS).to_owned(),
        });
    }
    // At night, spread so that a day has a shape.
    let step = member.plan.step.min(24) * HOUR;
    member.due = (19 * HOUR + random.between(0, 8 * 60) * MINUTE) % step;
    member
}

fn named(text: impl Into<String>) -> Reference {
    Reference::Name(text.into())
}

fn virtual_machine(member: &mut Member, random: &mut Random) {
    let index = member.index;
    let role = ROLES[usize::try_from(index / 2).unwrap_or_default() % ROLES.len()];
    member.plan = match index % 4 {
        _ if member.hidden => plan::BRONZE,
        0 => plan::GOLD,
        1 | 2 => plan::SILVER,
        _ if index % 20 == 17 => plan::BRONZE,
        _ => plan::GOLD,
    };
    let role = if member.hidden { "backup-test" } else { role };
    member.entity.name = format!("{role}-{index:02}");
    let (manager, hosts, mode) = if index.is_multiple_of(3) {
        ("vcenter.dc1.example", "esx", "CHANGED_BLOCK_TRACKING")
    } else {
        ("ovirt.dc1.example", "kvm", "DISK_ATTACHMENT")
    };
    member.entity.hypervisor_manager = Some(named(manager));
    member.entity.hypervisor = Some(named(format!("{hosts}-{:02}.dc1.example", 1 + index % 5)));
    member.mode = Some(mode);
    member.base = (random.between(20, 60) * GIB) << random.between(0, 4);
}

fn agent(member: &mut Member, random: &mut Random) {
    let host = format!("host-{:02}", member.index);
    member.plan = plan::FILES;
    member.entity.name = format!("{host}:{}", random.pick(&PATHS));
    member.node = host;
    member.tool = Some(Tool {
        name: "restic".to_owned(),
        version: Some(random.pick(&["0.17.3", "0.18.0", "0.18.1"]).to_owned()),
    });
    member.base = (random.between(200, 4_000) * MIB) << random.between(0, 6);
    member.objects = random.between(800, 400_000);
}

fn database(member: &mut Member, random: &mut Random) {
    let index = usize::try_from(member.index / 5).unwrap_or_default();
    let name = DATABASES[index % DATABASES.len()];
    member.plan = plan::DATABASES;
    member.entity.name = format!("postgres/{name}-{:02}", member.index);
    member.node = String::from("db-backup-1");
    member.tool = Some(Tool {
        name: "pgbackrest".to_owned(),
        version: Some("2.54".to_owned()),
    });
    member.base = (random.between(2, 40) * GIB) << random.between(0, 4);
    member.growth = random.between(300, 1_200);
}

fn volume(member: &mut Member, random: &mut Random) {
    member.plan = plan::VOLUMES;
    member.entity.name = format!("rbd/volumes-{:02}", member.index);
    member.entity.storage_provider = Some(named(random.pick(&["ceph-dc1", "ceph-dc2"])));
    member.base = (random.between(100, 400) * GIB) << random.between(0, 3);
}

fn image(member: &mut Member, random: &mut Random) {
    member.plan = plan::IMAGES;
    member.entity.name = format!("metal-{:02}.dc1.example", member.index);
    member.base = random.between(80, 400) * GIB;
}

fn cloud(member: &mut Member, kind: Kind, random: &mut Random) {
    let index = member.index;
    let person = PEOPLE[usize::try_from(index / 10).unwrap_or_default() % PEOPLE.len()];
    member.plan = plan::CLOUD;
    member.entity.name = match kind {
        Kind::CloudUser => format!("{person}.{index}@example.com"),
        Kind::CloudSite => format!("https://example.sharepoint.com/sites/site-{index}"),
        Kind::CloudTeams => format!("Team {index}"),
        Kind::CloudGroup => format!("group-{index}@example.com"),
        _ => format!("Subscription {index}"),
    };
    member.entity.cloud_service_provider = Some(named("Microsoft 365 example.com"));
    member.node = String::from("cloud-node-1");
    member.base = random.between(500, 60_000) * MIB;
    member.growth = random.between(200, 1_500);
    member.objects = random.between(2_000, 250_000);
}
