-- grain: one row per month in which change requests to OpenHarmony's own code were opened
-- Comments cannot all be read under the forge's quota: every figure rests on the change requests that were read.
-- column: month_on | 打开的月份（北京时间） | month of opening, in Shanghai
-- column: change_request_count | 合并请求数 | change requests
-- column: read_count | 其中评论已读取的（列表称无评论的也算） | those whose comments are held, or of which the list says that there are none
-- column: read_ratio | 已读取的比例，与各数同看 | share that was read, to be read beside every figure
-- column: built_count | 已读取中启动过门禁的 | of those read, with a build started
-- column: start_build_count | 启动门禁的次数 | builds started
-- column: median_start_builds | 每个合并请求启动次数的中位数（启动过的） | median builds of a change request that had any
-- column: failed_once_count | 门禁至少失败一次的合并请求数 | change requests that failed the gate at least once
-- column: passed_count | 门禁通过过的合并请求数 | change requests that passed it

with

change_requests as (
    select repository_id, number, opened_on, is_read
    from intermediate.openharmony_work
    where thread_kind = 'change_request' and part = 'core'
),

signals as (
    select
        repository_id,
        parent_number as number,
        count(*) filter (gate_signal = 'start_build') as start_build_count,
        bool_or(coalesce(gate_signal = 'build_failed', false)) as has_failed,
        bool_or(coalesce(gate_signal = 'build_passed', false)) as has_passed
    from staging.comments
    where parent_kind = 'change_request'
    group by repository_id, parent_number
)

select
    date_trunc('month', c.opened_on)::date as month_on,
    count(*) as change_request_count,
    count(*) filter (c.is_read) as read_count,
    count(*) filter (c.is_read) / count(*) as read_ratio,
    count(*) filter (s.start_build_count > 0) as built_count,
    coalesce(sum(s.start_build_count), 0)::bigint as start_build_count,
    median(s.start_build_count) filter (s.start_build_count > 0) as median_start_builds,
    count(*) filter (s.has_failed) as failed_once_count,
    count(*) filter (s.has_passed) as passed_count
from change_requests c
left join signals s using (repository_id, number)
group by 1
