"""Which fields and arguments of ``queries/*.graphql`` GitHub may take away without ending what is collected.

Optional is a field whose absence a record can say: its attribute is None where GitHub no longer answers it,
and None means nothing else there that would then be false. All the rest is required, and its removal ends the
streams that ask for it with a clear error: ids and numbers; cursors and ``pageInfo``; the instants and tips
that say how far a list was read; what a record cannot leave open (``state``, ``isFork``, labels, topics,
languages); and who wrote something, since None there means an account that was deleted.

An argument that changes which items a list holds, or their order, is required with its list. Where the field
is optional, a refused argument takes the field with it: the value would mean something else.
The questions of ``probe.graphql`` are asked by hand and may fail.
"""

from collections.abc import Mapping

OPTIONAL = frozenset(
    f"{kind}.{field}"
    for kind, fields in {
        "Query": "rateLimit",
        "RateLimit": "cost remaining resetAt",
        "Repository": """pushedAt isMirror isTemplate isEmpty isPrivate hasIssuesEnabled
            isSecurityPolicyEnabled stargazerCount forkCount owner parent primaryLanguage licenseInfo
            codeOfConduct watchers""",
        "Ref": "name",
        "License": "spdxId",
        "CodeOfConduct": "key",
        "Issue": "fullDatabaseId stateReason closedAt timelineItems",
        "PullRequest": """fullDatabaseId isDraft mergedAt closedAt baseRefName additions deletions
            changedFiles totalCommentsCount mergeCommit mergedBy commits""",
        "PullRequestReview": "submittedAt comments",
        "Release": "createdAt publishedAt",
        "ReleaseAsset": "size",
        "UserConnection": "totalCount",
        "IssueConnection": "totalCount",
        "PullRequestConnection": "totalCount",
        "ReleaseConnection": "totalCount",
        "RepositoryConnection": "totalCount",
        "IssueTimelineItemsConnection": "totalCount",
        "IssueCommentConnection": "totalCount",
        "PullRequestCommitConnection": "totalCount",
        "PullRequestReviewConnection": "totalCount",
        "PullRequestReviewCommentConnection": "totalCount",
        "LabelConnection": "totalCount",
        "ReleaseAssetConnection": "totalCount",
    }.items()
    for field in fields.split()
)

OPTIONAL_ARGUMENTS = frozenset({"Issue.stateReason(enableDuplicate)"})
"""Arguments that may go alone. This one changes a value: without it GitHub says NOT_PLANNED of an issue that
was closed as a duplicate. When GitHub takes it away, as announced, it is to say DUPLICATE to everybody; if it
does not, duplicates land as ``not_planned`` from then on."""

TYPE_OF: Mapping[str, str] = {
    "Query.rateLimit": "RateLimit",
    "Query.repository": "Repository",
    "Query.repositoryOwner": "RepositoryOwner",
    "RepositoryOwner.repositories": "RepositoryConnection",
    "Repository.defaultBranchRef": "Ref",
    "Repository.licenseInfo": "License",
    "Repository.codeOfConduct": "CodeOfConduct",
    "Repository.watchers": "UserConnection",
    "Repository.issues": "IssueConnection",
    "Repository.pullRequests": "PullRequestConnection",
    "Repository.releases": "ReleaseConnection",
    "Repository.forks": "RepositoryConnection",
    "RepositoryConnection.nodes": "Repository",
    "IssueConnection.nodes": "Issue",
    "Issue.labels": "LabelConnection",
    "Issue.timelineItems": "IssueTimelineItemsConnection",
    "Issue.comments": "IssueCommentConnection",
    "PullRequestConnection.nodes": "PullRequest",
    "PullRequest.labels": "LabelConnection",
    "PullRequest.commits": "PullRequestCommitConnection",
    "PullRequest.comments": "IssueCommentConnection",
    "PullRequest.reviews": "PullRequestReviewConnection",
    "PullRequestReview.comments": "PullRequestReviewCommentConnection",
    "ReleaseConnection.nodes": "Release",
    "Release.releaseAssets": "ReleaseAssetConnection",
    "ReleaseAssetConnection.nodes": "ReleaseAsset",
}
"""The types on the way to what is optional; fragments name theirs themselves."""
