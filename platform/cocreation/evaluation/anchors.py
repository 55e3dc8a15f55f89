"""What each mark from 0 to 4 means for each criterion of the grid offered, in the order of its criteria."""

from __future__ import annotations

from cocreation.core.i18n import N_

ANCHORS = (
    (
        N_("No link with access to information, participation, integrity or accountability"),
        N_("A weak link, which the text only asserts"),
        N_("A clear link with one of these values, among other aims"),
        N_("One of these values is its main aim"),
        N_("Several of these values are its aim, open to the public"),
    ),
    (
        N_("Nothing would change"),
        N_("A small change, within one service"),
        N_("A change that a part of the public would notice"),
        N_("A marked change for many people"),
        N_("A new right or a new way of deciding, for everyone"),
    ),
    (
        N_("Cannot be done within the plan"),
        N_("Depends on a law or a decision that nobody has begun"),
        N_("Can be done if known obstacles are removed"),
        N_("Can be done with ordinary preparation"),
        N_("Ready: the law, the technique and the organisation are there"),
    ),
    (
        N_("No result that anybody could check"),
        N_("A result that only the administration could check"),
        N_("A result to be made precise before it can be checked"),
        N_("A result that anybody can check at the end"),
        N_("Dated results that anybody can check on the way"),
    ),
    (
        N_("No means, and nowhere to find them"),
        N_("Means that would have to be asked for"),
        N_("A part of the means is there"),
        N_("The means are promised by a body that is named"),
        N_("The means are in a budget that is voted"),
    ),
    (
        N_("Nobody is reached who was not reached before"),
        N_("Those already well informed gain most"),
        N_("Everyone gains alike, in the large towns first"),
        N_("Regions or people heard too little are reached"),
        N_("Made with and for those heard too little, in every region"),
    ),
)
