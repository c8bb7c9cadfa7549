-- grain: one row per special interest group of OpenHarmony and day on which it came, went or got another leader's employer
-- The former leaders' employers are those of the day before, the new ones' of the day itself.
-- column: sig_id | SIG 编号 | special interest group
-- column: change | 变化：founded 新设、dissolved 撤销、leader_changed 组长所属域名变化 | what happened
-- column: old_employers | 原组长的机构；不明写类别 | employers of the former leaders; their class where not known
-- column: new_employers | 新组长的机构；不明写类别 | employers of the new leaders; their class where not known
-- column: changed_on | 发现日期（北京时间） | day on which it was seen

with

changes as (
    select row_number() over () as change_number, * from staging.openharmony_sig_changes
),

domains as (
    select change_number, 'old' as side, changed_on - 1 as led_on, unnest(old_leader_domains) as domain from changes
    union all
    select change_number, 'new', changed_on, unnest(leader_domains) from changes
),

employers as (
    select
        d.change_number,
        list_sort(list_distinct(list(coalesce(k.employer_id, k.employer_class, 'unlisted')) filter (d.side = 'old')))
            as old_employers,
        list_sort(list_distinct(list(coalesce(k.employer_id, k.employer_class, 'unlisted')) filter (d.side = 'new')))
            as new_employers
    from domains d
    left join intermediate.openharmony_domains k
        on k.domain = d.domain and d.led_on between k.valid_from_on and k.valid_until_on
    group by d.change_number
)

select
    c.sig_id,
    c.change,
    e.old_employers,
    e.new_employers,
    c.changed_on
from changes c
left join employers e using (change_number)
