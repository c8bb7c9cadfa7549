-- grain: one row per two nodes and kind of evidence that they are one person, what does not count included
-- Kinds, strongest first: the forge itself links a commit with an account; the author's noreply mailbox carries the
-- account; a repository's mailmap; a noreply mailbox in a trailer; a claim. A name is never evidence, nor is it that
-- somebody signed off what another wrote.
-- refused_because says why evidence does not count (NULL: it does):
--   claimed_different   a reviewed claim says that they are two
--   shared_mailbox      the mailbox leads to two accounts of one forge, or mailmaps lead it to two mailboxes
--   crowded             more than 20 mailboxes lead to the account or mailbox
--   split_mailmap       the mailmap tells several people of one mailbox apart by their names
--   no_public_domain    a mailbox such as root on some machine, which is nobody's own
--   bot                 one of the two is no person; bots join nobody

with

people_commits as (
    select
        sha,
        author_key,
        author_domain,
        author_account,
        committer_key,
        committer_domain,
        is_platform_merge,
        contributed_on
    from staging.commits
    where not is_bot and author_key != 'opted-out'
),

forge_links as (
    select c.author_key as mailbox_key, c.author_domain as domain, a.author_account_id as account_id,
        a.forge as source, c.contributed_on
    from staging.commit_accounts a
    join people_commits c using (sha)
    where a.author_account_id is not null
    union all
    select c.committer_key, c.committer_domain, a.committer_account_id, a.forge, c.contributed_on
    from staging.commit_accounts a
    join people_commits c using (sha)
    where a.committer_account_id is not null
        and c.committer_key not in (c.author_key, 'opted-out')
        and not c.is_platform_merge
        and c.committer_domain not in (select domain from staging.mail_domains where domain_scope = 'platform')
),

to_accounts as (
    select 'forge_link' as evidence_kind, mailbox_key, domain, account_id, min(source) as source,
        count(*) as evidence_count, min(contributed_on) as first_seen_on
    from forge_links
    group by mailbox_key, domain, account_id
    union all
    select 'noreply', author_key, author_domain, author_account, 'author', count(*), min(contributed_on)
    from people_commits
    where author_account is not null
    group by author_key, author_domain, author_account
    union all
    select 'trailer', t.person_key, t.person_domain, t.person_account, min(t.kind), count(*), min(c.contributed_on)
    from staging.commit_trailers t
    join staging.commits c using (sha)
    where t.person_account is not null and t.person_key != 'opted-out'
    group by t.person_key, t.person_domain, t.person_account
),

account_links as (
    select
        t.evidence_kind,
        'key:' || t.mailbox_key as left_node,
        'account:' || coalesce(s.account_id, t.account_id) as right_node,
        split_part(t.account_id, ':', 1) as forge,
        s.account_id is null and contains(t.account_id, ':@') as is_known_by_login,
        max(t.domain) as domain,
        sum(t.evidence_count)::bigint as evidence_count,
        min(t.first_seen_on) as first_seen_on,
        min(t.source) as source
    from to_accounts t
    left join intermediate.account_spellings s on s.written_account_id = t.account_id
    where not contains(t.account_id, 'opted-out')
    group by all
),

mapped_mailboxes as (
    select
        r.repository_id,
        c.author_key,
        max(c.author_domain) as domain,
        max(r.author_mapped_domain) as mapped_domain,
        min(r.author_mapped_key) as mapped_key,
        count(*) = count(r.author_mapped_key) and count(distinct r.author_mapped_key) = 1 as is_whole,
        count(r.author_mapped_key) as evidence_count,
        min(c.contributed_on) as first_seen_on
    from staging.repository_commits r
    join people_commits c using (sha)
    where c.author_key in (
        select x.author_key
        from staging.repository_commits y
        join people_commits x using (sha)
        where y.author_mapped_key is not null
    )
    group by r.repository_id, c.author_key
    having count(r.author_mapped_key) > 0
),

mailmap_links as (
    select
        'mailmap' as evidence_kind,
        'key:' || author_key as left_node,
        'key:' || mapped_key as right_node,
        if(bool_and(domain != '' and mapped_domain != ''), 'public', '') as domain,
        bool_or(not is_whole) as is_split,
        sum(evidence_count)::bigint as evidence_count,
        min(first_seen_on) as first_seen_on,
        min(repository_id) as source
    from mapped_mailboxes
    where author_key != mapped_key and mapped_key != 'opted-out'
    group by author_key, mapped_key
),

claims as (
    select i.*, greatest(i.left_node, i.right_node) as one, least(i.left_node, i.right_node) as other
    from staging.identity_claims i, staging.as_of d
    where i.review_status != 'rejected'
        and coalesce(i.valid_from_on, d.as_of_on) <= d.as_of_on
        and coalesce(i.valid_until_on, d.as_of_on) >= d.as_of_on
),

claim_links as (
    select 'claim' as evidence_kind, one as left_node, other as right_node, 'claimed' as domain,
        count(*) as evidence_count, min(coalesce(valid_from_on, reviewed_on)) as first_seen_on, min(claim_id) as source
    from claims
    where relation = 'same' and one != other
    group by one, other
),

found as (
    select * from account_links
    union all by name
    select * from mailmap_links
    union all by name
    select * from claim_links
),

shared_mailboxes as (
    select left_node as node_id
    from account_links
    group by left_node, forge, is_known_by_login
    having min(right_node) != max(right_node)
    union
    select left_node from mailmap_links group by left_node having count(*) > 1
),

busy as (
    select right_node from found where evidence_kind != 'claim' group by right_node having count(*) > 20
),

crowded as (
    select right_node as node_id
    from found
    where evidence_kind != 'claim' and right_node in (select right_node from busy)
    group by right_node
    having count(distinct left_node) > 20
)

select
    md5(f.evidence_kind || ' ' || f.left_node || ' ' || f.right_node) as link_id,
    f.left_node,
    f.right_node,
    f.evidence_kind,
    f.evidence_count,
    f.first_seen_on,
    f.source,
    case
        when d.one is not null then 'claimed_different'
        when lb.node_id is not null and f.evidence_kind = 'claim' then 'bot'
        when rb.node_id is not null and f.evidence_kind = 'claim' then 'bot'
        when f.evidence_kind = 'claim' then null
        when ls.node_id is not null or rs.node_id is not null then 'shared_mailbox'
        when c.node_id is not null then 'crowded'
        when lb.node_id is not null or rb.node_id is not null then 'bot'
        when f.is_split then 'split_mailmap'
        when f.domain = '' then 'no_public_domain'
    end as refused_because
from found f
left join (select distinct one, other from claims where relation = 'different') d
    on d.one = greatest(f.left_node, f.right_node) and d.other = least(f.left_node, f.right_node)
left join shared_mailboxes ls on ls.node_id = f.left_node
left join shared_mailboxes rs on rs.node_id = f.right_node
left join crowded c on c.node_id = f.right_node
left join intermediate.bot_nodes lb on lb.node_id = f.left_node
left join intermediate.bot_nodes rb on rb.node_id = f.right_node
