-- grain: one row per subject that may be named
-- column: subject_kind | 主体类型 | kind of subject
-- column: subject_id | 主体编号 | subject
-- column: base_subject_id | 去掉置信档后的编号 | the subject without its confidence
-- column: confidence | 置信档：high 只用两项置信度都高的主张，medium 含中，all 含全部 | high: both confidences of every claim are high; medium: medium or higher; all: every claim
-- column: name_zh | 中文名 | its name in Chinese
-- column: name_en | 英文名 | its name in English
-- column: repository_count | 目前的仓库数，镜像与原仓库算一个 | how many repositories it has today: an original and its mirrors are one
-- column: claim_count | 所依据的归属主张数 | how many claims it rests on
-- column: reviewed_claim_count | 其中已复核的主张数 | how many of them were reviewed and accepted

with

repository_counts as (
    select t.subject_number, count(distinct r.canonical_repository_id) as repository_count
    from intermediate.subject_targets t
    join intermediate.repositories r on r.repository_id = t.target_id
    cross join staging.as_of a
    where t.target_kind = 'repository' and a.as_of_on between t.valid_from_on and t.valid_until_on
    group by t.subject_number
),

claim_counts as (
    select
        subject_kind,
        subject_id,
        count(*) as claim_count,
        count(*) filter (review_status = 'accepted') as reviewed_claim_count
    from intermediate.subject_claims
    group by subject_kind, subject_id
)

select
    s.subject_kind,
    s.subject_id,
    s.base_subject_id,
    s.confidence,
    coalesce(s.name, o.name_zh, n.name_zh, s.base_subject_id) as name_zh,
    coalesce(s.name, o.name_en, n.name_en, s.base_subject_id) as name_en,
    coalesce(r.repository_count, 0) as repository_count,
    coalesce(c.claim_count, 0) as claim_count,
    coalesce(c.reviewed_claim_count, 0) as reviewed_claim_count
from intermediate.public_subjects s
left join repository_counts r using (subject_number)
left join claim_counts c using (subject_kind, subject_id)
left join staging.organizations o on s.subject_kind = 'organization' and o.organization_id = s.base_subject_id
left join staging.subject_names n on n.subject_kind = s.subject_kind and n.subject_id = s.base_subject_id
