//! The words of the chain: the same in the database, in events and in text keys.

use crate::domain::vocabulary;

vocabulary! {
    /// Where a machine is in its life (`equipment.md` § 2.4).
    pub enum Stage {
        Registered = "registered",
        InService = "in_service",
        InMaintenance = "in_maintenance",
        Decommissioned = "decommissioned",
        Offered = "offered",
        InTransit = "in_transit",
        Received = "received",
        Triaged = "triaged",
        Sanitising = "sanitising",
        Sanitised = "sanitised",
        InRepair = "in_repair",
        AwaitingParts = "awaiting_parts",
        Testing = "testing",
        Ready = "ready",
        Reserved = "reserved",
        PartsDonor = "parts_donor",
        Dismantled = "dismantled",
        AwaitingRecycling = "awaiting_recycling",
        Recycled = "recycled",
        Lost = "lost",
        Stolen = "stolen",
    }
}

impl Stage {
    /// Whether nothing more happens, but a correction, a document, or that it is found.
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Recycled | Self::Lost | Self::Stolen)
    }

    /// Whether its media were said to be clear: one that was not seen before is a reason to stop (I4).
    pub const fn is_past_sanitising(self) -> bool {
        matches!(
            self,
            Self::Sanitised
                | Self::InRepair
                | Self::AwaitingParts
                | Self::Testing
                | Self::Ready
                | Self::Reserved
                | Self::PartsDonor
                | Self::Dismantled
                | Self::AwaitingRecycling
        )
    }
}

vocabulary! {
    /// What blocks a machine (`equipment.md` § 2.1).
    pub enum Hold {
        Data = "data",
        Locked = "locked",
        BatterySafety = "battery_safety",
        Provenance = "provenance",
        Dispute = "dispute",
        Legal = "legal",
        Recall = "recall",
    }
}

impl Hold {
    /// Who clears it, besides the coordinator: the role that can see that its reason is gone.
    pub const fn cleared_by(self) -> &'static [Role] {
        match self {
            Self::Data | Self::Locked | Self::BatterySafety | Self::Recall => &[Role::Technician, Role::Workshop],
            Self::Provenance | Self::Dispute | Self::Legal => &[],
        }
    }
}

vocabulary! {
    /// As whom somebody acts (`equipment.md` § 2.3).
    pub enum Role {
        /// Referent of the holder.
        Referent = "referent",
        Technician = "technician",
        Workshop = "workshop",
        Coordinator = "coordinator",
        Beneficiary = "beneficiary",
        Recycler = "recycler",
        System = "system",
    }
}

vocabulary! {
    /// What a row of the log is about.
    pub enum Subject {
        Equipment = "equipment",
        Medium = "medium",
        Transfer = "transfer",
    }
}

vocabulary! {
    /// What the referent says of the data of a machine that leaves use.
    pub enum DataSaved {
        Yes = "yes",
        No = "no",
        NothingToSave = "nothing_to_save",
    }
}

vocabulary! {
    /// How the set of media of a machine came to be known.
    pub enum Census {
        Unknown = "unknown",
        Inventoried = "inventoried",
        Counted = "counted",
        NoStorageAttested = "no_storage_attested",
    }
}

vocabulary! {
    /// Why a machine is offered, lent, or sent.
    pub enum Intent {
        Donation = "donation",
        Sale = "sale",
        Loan = "loan",
        Disposal = "disposal",
        /// A loan for repair: it comes back.
        Repair = "repair",
        /// Back to who owns it, or who delivered it.
        Return = "return",
    }
}

vocabulary! {
    /// What an addressee is.
    pub enum Addressee {
        Structure = "structure",
        Workshop = "workshop",
        Recycler = "recycler",
        Beneficiary = "beneficiary",
    }
}

vocabulary! {
    /// What becomes of a line of a transfer at the door.
    pub enum LineOutcome {
        Received = "received",
        Damaged = "damaged",
        Missing = "missing",
        Refused = "refused",
    }
}

vocabulary! {
    /// What a triage proposes.
    pub enum TriageOutcome {
        Refurbish = "refurbish",
        Parts = "parts",
        Recycle = "recycle",
        Return = "return",
    }
}

vocabulary! {
    /// How a medium is sanitised.
    pub enum Method {
        Overwrite = "overwrite",
        AtaSanitizeOverwrite = "ata_sanitize_overwrite",
        SanitizeBlock = "sanitize_block",
        SanitizeCrypto = "sanitize_crypto",
        EnhancedSecurityErase = "enhanced_security_erase",
        NvmeFormatUserData = "nvme_format_ses1",
        NvmeFormatCrypto = "nvme_format_ses2",
        /// Without `--ses`: it erases nothing.
        NvmeFormatPlain = "nvme_format_plain",
        EncryptedReset = "encrypted_reset",
        QuickFormat = "quick_format",
        DeletedPartition = "deleted_partition",
    }
}

vocabulary! {
    /// What was read back, the least first.
    pub enum Verification {
        None = "none",
        Sampling = "sampling",
        LastPass = "last_pass",
        AllPasses = "all_passes",
    }
}

vocabulary! {
    /// Whether a disk hides sectors (HPA, DCO) from the tool.
    pub enum HiddenArea {
        None = "none",
        Found = "found",
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Why a product ends (Open Repair Data Standard 0.3).
    pub enum Barrier {
        PartsUnavailable = "parts_unavailable",
        PartsTooExpensive = "parts_too_expensive",
        NoWayToOpen = "no_way_to_open",
        NoRepairInformation = "no_repair_information",
        LackOfEquipment = "lack_of_equipment",
        WornOut = "worn_out",
    }
}

vocabulary! {
    /// What the law sees in a machine.
    pub enum LegalFlow {
        Product = "product",
        Waste = "waste",
    }
}
