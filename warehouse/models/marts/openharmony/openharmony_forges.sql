-- grain: one row per part of OpenHarmony and forge, and all forges together: what stands there, and what counts of it
-- The commits that several places hold count once: the row of all has the distinct ones.
-- column: part | 部分：core 主仓、sig 孵化、libraries 三方库 | core, incubation by SIGs, or third-party libraries
-- column: forge | 平台；all 为合计 | forge; all of them
-- column: place_count | 已知的位置数（仓库×平台） | places that are known
-- column: repository_count | 其中不同的仓库数 | distinct repositories among them
-- column: collected_place_count | 已采集提交历史的位置数 | places of which the history is held
-- column: membership_count | 各位置的提交数之和（含重复） | commits of all these places, with repetition
-- column: commit_count | 不同的提交数（只计一次） | distinct commits, counted once

with

places as (
    select part, name, forge, repository_id from intermediate.openharmony_locations
    union all
    select part, name, 'all', repository_id from intermediate.openharmony_locations
),

held as (
    select
        p.part,
        p.forge,
        count(distinct p.repository_id) as collected_place_count,
        count(*) as membership_count,
        count(distinct r.sha) as commit_count
    from places p
    join staging.repository_commits r using (repository_id)
    group by p.part, p.forge
)

select
    p.part,
    p.forge,
    count(*) as place_count,
    count(distinct p.name) as repository_count,
    coalesce(any_value(h.collected_place_count), 0) as collected_place_count,
    coalesce(any_value(h.membership_count), 0) as membership_count,
    coalesce(any_value(h.commit_count), 0) as commit_count
from places p
left join held h using (part, forge)
group by p.part, p.forge
