-- grain: one row per claim that a subject belongs to an organisation, those of unnamed repositories left out
-- column: claim_id | 主张编号 | claim
-- column: subject_kind | 对象类型 | kind of subject: repository, account, mail_domain, package or sig
-- column: subject_id | 对象 | subject
-- column: organization_id | 机构 | organisation
-- column: evidence_kind | 证据类型 | kind of evidence
-- column: source | 来源 | where the evidence is
-- column: affiliation_confidence | 机构是否属于该范围的置信度 | confidence that the organisation is what its relation says
-- column: account_confidence | 对象是否属于该机构的置信度 | confidence that the subject is the organisation's
-- column: valid_from_on | 起始日 | first day
-- column: valid_until_on | 截止日 | last day
-- column: review_status | 复核状态 | unreviewed, accepted or rejected
-- column: reviewer | 复核岗位或小组 | the post or team that reviewed it
-- column: reviewed_on | 复核日 | day of the review

select
    claim_id,
    subject_kind,
    subject_id,
    organization_id,
    evidence_kind,
    source,
    affiliation_confidence,
    account_confidence,
    valid_from_on,
    valid_until_on,
    review_status,
    reviewer,
    reviewed_on
from staging.claims
where subject_id not in (select target_id from intermediate.hidden_targets)
