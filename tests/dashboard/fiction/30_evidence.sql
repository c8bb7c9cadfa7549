-- What claims move, what awaits review and what was corrected, in the made-up world.

create table marts.claim_effects as
select
    c.claim_id,
    l.confidence,
    true as is_counted,
    date '2025-01-01' as year_start_on,
    1 as repository_count,
    r.commit_count // 4 as commit_count,
    r.contributor_count // 3 as contributor_count,
    sum(r.commit_count // 4) over (partition by l.confidence) as total_commit_count,
    sum(r.contributor_count // 3) over (partition by l.confidence) as total_contributor_count,
    false as is_suppressed,
    1 as target_count,
    1 as complete_target_count,
    (count(*) over (partition by l.confidence))::bigint as total_target_count,
    (count(*) over (partition by l.confidence))::bigint as total_complete_target_count
from marts.claims c
join marts.repositories r on r.repository_id = c.subject_id
join (values ('high', ['high']), ('medium', ['high', 'medium']), ('all', ['high', 'medium', 'all'])) l(confidence, takes)
    on list_contains(l.takes, case
        when 'low' in (c.affiliation_confidence, c.account_confidence) then 'all'
        when 'medium' in (c.affiliation_confidence, c.account_confidence) then 'medium' else 'high' end);

create table marts.review_items as
select
    row_number() over (order by e.commit_count desc) as position,
    'unreviewed_claim' as item_kind,
    'claim' as subject_kind,
    c.claim_id as subject_id,
    c.organization_id,
    e.repository_count,
    e.commit_count,
    if(c.claim_id = 'claim-9', null, e.contributor_count) as contributor_count,
    c.claim_id = 'claim-9' as is_suppressed,
    e.commit_count / e.total_commit_count as share_ratio,
    date '2026-01-01' as since_on
from marts.claims c
join marts.claim_effects e on e.claim_id = c.claim_id and e.confidence = 'all'
where c.review_status = 'unreviewed'
union all
select 90, 'unknown_domain', 'mail_domain', 'mail.example', null, null, 310, 12, false, 0.06, date '2026-10-01'
union all
select 91, 'unknown_domain', 'mail_domain', null, null, null, 140, null, false, 0.03, date '2026-10-01'
union all
select 92, 'identity_contradiction', 'identity', null, null, null, 55, null, false, 0.01, date '2026-09-01'
union all
select 93, 'bot_proposal', 'node', null, null, null, 1000, null, false, 0.02, null;

create table marts.corrections as
select
    timestamptz '2026-11-20 02:00:00+00' as changed_at,
    'claim' as subject_kind,
    'claim-9' as subject_id,
    'zhushui' as organization_id,
    'rejected' as change_kind,
    'review_status: unreviewed → rejected' as change_text,
    '统计组' as reviewer,
    'D00001' as decision_id,
    '仓库已转让（虚构）' as reason,
    'high' as confidence,
    -1 as repository_change,
    -42 as commit_change,
    null::bigint as contributor_change,
    1200 as total_commit_count,
    88 as total_contributor_count,
    true as is_suppressed;
