-- grain: one row per release branch of OpenHarmony, with the days and repositories that belong to it
-- What was done from the day after the release before it, by date, until its own day belongs to a release, in the
-- repositories that its manifest names. Its day is that of the tag OpenHarmony-v<version> in the manifest's
-- repository; of a branch without one the day of the commit that begins it: its days lie within those of the releases
-- around it, which they must not be added to. Work is seen on default branches: what only a release branch has is not
-- in it.
-- column: release_branch | 清单分支（版本） | branch of the manifest, that is the release
-- column: release_state | 状态：released 已发布、begun 无标签但有建立日期、in_development 开发中、undated 无日期，不划分时段 | released, begun (a branch without a tag), in development, or undated: neither tag nor commit says when
-- column: dated_by | 时段末日的依据：tag 版本标签、branch 建立分支的提交；开发中与无日期为空 | what its last day rests on: tag, or branch (the commit that begins it); empty where in development or undated
-- column: began_on | 清单分支建立日期（提交说明为 init 加分支名）；没有这样的提交为空 | day of the commit that begins the branch (its message says init and the branch); empty without such a commit
-- column: released_on | 发布日期（清单仓库标签的日期） | day of the tag in the manifest's repository
-- column: previous_branch | 按日期的上一版本 | release before it, by date
-- column: from_on | 时段首日（上一版本发布次日）；最早版本从有记录起 | first of its days; the first release has all that was before
-- column: until_on | 时段末日：标签日期或分支建立日期；开发中为数据截止日 | last of its days, that of the tag or of the branch; the day of the data while in development
-- column: own_repository_count | 清单中自有代码仓库数 | repositories of its own code in the manifest
-- column: collected_repository_count | 其中已采集提交历史的 | those of which the history is held

with

collected as (
    select distinct l.name
    from intermediate.openharmony_locations l
    semi join staging.repository_commits r using (repository_id)
    where l.part = 'core'
),

repositories as (
    select
        m.release_branch,
        count(*) as own_repository_count,
        count(c.name) as collected_repository_count
    from staging.openharmony_manifest m
    left join collected c using (name)
    where not m.is_upstream_code
    group by m.release_branch
)

select
    d.release_branch,
    d.release_state,
    d.dated_by,
    d.began_on,
    d.released_on,
    d.previous_branch,
    d.from_on,
    d.until_on,
    coalesce(r.own_repository_count, 0) as own_repository_count,
    coalesce(r.collected_repository_count, 0) as collected_repository_count
from intermediate.openharmony_release_dates d
left join repositories r using (release_branch)
