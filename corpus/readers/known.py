"""What is known of a source's issue before its content is read, and how it is filled up from there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.cities import city_of_paper
from corpus.issue import page_said
from corpus.models import Issue


@dataclass(frozen=True, slots=True)
class Known:
    """What surrounds a source.

    Attributes:
        given: What the person who refreshes says; it wins over everything.
        named: What the file's and folders' names say; it fills what the page leaves open.
    """

    given: Issue
    named: Issue

    def with_page(self, printed: Issue) -> Issue:
        """Put together what is given, what the page prints, and what the names say, in this order.

        Returns:
            The issue; its city is the paper's where none of the three says it.
        """
        issue = self.given.or_else(printed).or_else(self.named)
        if issue.page:
            issue = replace(issue, page=page_said(issue.page))
        return issue.or_else(Issue(city=city_of_paper(issue.paper) if issue.paper else None))
