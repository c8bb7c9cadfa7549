-- grain: one row per change of a claim or mail domain after the first registry: what, when, who, and what it moved
-- column: changed_at | 生效时间 | instant at which it took effect
-- column: subject_kind | claim 主张或 mail_domain 邮箱域名 | claim or mail_domain
-- column: subject_id | 主张编号或域名 | claim or domain
-- column: organization_id | 所涉机构 | organisation
-- column: change_kind | added 新增；changed 修改；accepted 认可；rejected 否决；removed 撤出 | what happened
-- column: change_text | 改动前后（列名：旧值 → 新值） | column: old value -> new value
-- column: reviewer | 复核岗位或小组；空为直接修改登记 | who reviewed; empty where the registry itself was edited
-- column: decision_id | 依据的决定 | decision that it rests on
-- column: reason | 理由 | reason
-- column: confidence | 所动的置信档（能见到它的最高一档） | confidence of the figures that it moves: the strictest that takes the claim
-- column: repository_change | 全市仓库数因此变动 | change of the city's repositories by it
-- column: commit_change | 全市最近完整年提交数因此变动；有置信档而此处为空即未采集 | change of the city's commits of the last complete year by it; empty beside a confidence: not collected
-- column: contributor_change | 全市最近完整年贡献者数因此变动；空的含义同上 | change of the city's contributors of the last complete year by it; empty likewise
-- column: total_commit_count | 变动后的全市该年提交数 | the city's commits of the year, after it
-- column: total_contributor_count | 变动后的全市该年贡献者数 | the city's contributors of the year, after it
-- column: is_suppressed | 涉及少于 5 人，贡献者数不公布 | whether contributors are withheld because they concern fewer than five people

with

claim_versions as (
    select
        *,
        lag(is_deleted) over history as was_deleted,
        lag(organization_id) over history as old_organization_id,
        lag(review_status) over history as old_review_status,
        lag(affiliation_confidence) over history as old_affiliation_confidence,
        lag(account_confidence) over history as old_account_confidence,
        lag(valid_from_on) over history as old_valid_from_on,
        lag(valid_until_on) over history as old_valid_until_on,
        lag(subject_id) over history as old_subject_id,
        row_number() over history as version_number
    from raw.claims
    where observed_at <= (select as_of from build.parameters)
    window history as (partition by claim_id order by observed_at, stream, sequence)
),

claim_changes as (
    select
        observed_at as changed_at,
        'claim' as subject_kind,
        claim_id as subject_id,
        coalesce(organization_id, old_organization_id) as organization_id,
        case
            when is_deleted then 'removed'
            when version_number = 1 or was_deleted then 'added'
            when review_status != old_review_status and review_status in ('accepted', 'rejected') then review_status
            else 'changed'
        end as change_kind,
        case when not is_deleted and version_number > 1 and not was_deleted then concat_ws(
            '; ',
            case when subject_id != old_subject_id then 'subject_id: ' || old_subject_id || ' → ' || subject_id end,
            case when organization_id != old_organization_id
                then 'organization_id: ' || old_organization_id || ' → ' || organization_id end,
            case when review_status != old_review_status
                then 'review_status: ' || old_review_status || ' → ' || review_status end,
            case when affiliation_confidence != old_affiliation_confidence
                then 'affiliation_confidence: ' || old_affiliation_confidence || ' → ' || affiliation_confidence end,
            case when account_confidence != old_account_confidence
                then 'account_confidence: ' || old_account_confidence || ' → ' || account_confidence end,
            case when valid_from_on is distinct from old_valid_from_on
                then 'valid_from_on: ' || coalesce(old_valid_from_on::text, '–') || ' → '
                    || coalesce(valid_from_on::text, '–') end,
            case when valid_until_on is distinct from old_valid_until_on
                then 'valid_until_on: ' || coalesce(old_valid_until_on::text, '–') || ' → '
                    || coalesce(valid_until_on::text, '–') end
        ) end as change_text,
        reviewer
    from claim_versions
),

domain_versions as (
    select
        *,
        lag(is_deleted) over history as was_deleted,
        lag(domain_scope) over history as old_domain_scope,
        lag(canonical_domain) over history as old_canonical_domain,
        row_number() over history as version_number
    from raw.mail_domains
    where observed_at <= (select as_of from build.parameters)
    window history as (partition by domain order by observed_at, stream, sequence)
),

domain_changes as (
    select
        observed_at as changed_at,
        'mail_domain' as subject_kind,
        domain as subject_id,
        null as organization_id,
        case
            when is_deleted then 'removed'
            when version_number = 1 or was_deleted then 'added'
            else 'changed'
        end as change_kind,
        case when not is_deleted then concat_ws(
            '; ',
            case when version_number = 1 or was_deleted then 'domain_scope: ' || domain_scope
                when domain_scope != old_domain_scope
                then 'domain_scope: ' || old_domain_scope || ' → ' || domain_scope end,
            case when canonical_domain != coalesce(old_canonical_domain, domain)
                then 'canonical_domain: ' || coalesce(old_canonical_domain, domain) || ' → ' || canonical_domain end
        ) end as change_text,
        null as reviewer
    from domain_versions
),

founded as (
    select min(observed_at) as founded_at from raw.claims
),

changes as (
    select * from claim_changes where change_text is null or change_text != ''
    union all by name
    select * from domain_changes where change_text is null or change_text != ''
),

decided as (
    select
        c.*,
        d.decision_id,
        d.reason,
        coalesce(c.reviewer, d.reviewer) as decided_by
    from changes c
    cross join founded f
    left join staging.review_decisions d
        on (d.subject_kind = c.subject_kind and lower(d.subject_id) = lower(c.subject_id) or d.decision_id = c.subject_id)
        and d.entered_at = c.changed_at
    where c.changed_at > f.founded_at
),

effects as (
    select *
    from intermediate.claim_effects
    qualify row_number() over (partition by claim_id order by array_position(['high', 'medium', 'all'], confidence)) = 1
)

select
    d.changed_at,
    d.subject_kind,
    d.subject_id,
    d.organization_id,
    d.change_kind,
    d.change_text,
    d.decided_by as reviewer,
    d.decision_id,
    d.reason,
    e.confidence,
    case when e.is_counted then 1 else -1 end * e.repository_count as repository_change,
    case when e.is_counted then 1 else -1 end * e.commit_count as commit_change,
    if(w.claim_id is null, case when e.is_counted then 1 else -1 end * e.contributor_count, null) as contributor_change,
    e.total_commit_count,
    if(e.total_contributor_count between 1 and 4, null, e.total_contributor_count) as total_contributor_count,
    w.claim_id is not null as is_suppressed
from decided d
left join effects e
    on d.subject_kind = 'claim' and e.claim_id = d.subject_id
    and (d.change_kind in ('removed', 'rejected')) = (not e.is_counted)
    and d.change_kind in ('added', 'removed', 'rejected')
left join intermediate.small_claim_effects w on w.claim_id = e.claim_id and w.confidence = e.confidence
where d.subject_id not in (select claim_id from intermediate.hidden_claims)
