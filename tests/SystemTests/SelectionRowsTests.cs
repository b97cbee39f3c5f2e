using EGovPlatform.Common.V1;

namespace EGovPlatform.SystemTests;

/// <summary>A support round as clients meet it at the gateway: rows 48 to 56 of feature table D in one run.</summary>
public sealed class SelectionRowsTests(Platform platform)
{
    [Fact]
    public async Task Rows_48_to_56_from_a_survey_to_decisions_and_a_promotion()
    {
        var mark = Guid.NewGuid().ToString("N")[..8];
        await using var office = new GatewayClient(platform, "office", Role.Editor, Role.Approver);
        var (ann, kim) = (new GatewayClient(platform, $"ann-{mark}", Role.CouncilMember), new GatewayClient(platform, $"kim-{mark}", Role.CouncilMember, Role.Auditor));

        // 52: categories, quorum, members; one works for the body that leads the first proposal.
        var council = await office.AddAsync("councils", $$$"""
            {"names":[{"text":"Council"}],"categories":[{"key":"academia","text":"academia"},{"key":"agencies","text":"relevant agencies"}],"quorum":{"value":"2","qualifier":"QUALIFIER_EXACT"},
             "members":[{"key":"ann","category":"academia","asPrinted":"a professor","account":"ann-{{{mark}}}"},
                        {"key":"kim","category":"agencies","represents":"organizations/korea-deposit-insurance-corporation","account":"kim-{{{mark}}}"}]}
            """);

        // 48, 49: a round with areas, dates, a ceiling and the answers of its survey.
        var round = await office.AddAsync("rounds", $$$"""
            {"titles":[{"text":"Round {{{mark}}}"}],"program":"programs/overseas-expansion-support","council":"{{{council}}}","period":{"edtf":"2027-07/2027-12"},
             "budget":[{"amount":"1000000000","currencyCode":"KRW","kind":"MONEY_KIND_CEILING"}],"areas":[{"key":"consulting","kind":"SUPPORT_AREA_KIND_CONSULTING"},{"key":"road-show","kind":"SUPPORT_AREA_KIND_ROAD_SHOW"}],
             "survey":{"responses":[{"key":"kdic","body":{"resource":"organizations/korea-deposit-insurance-corporation"},"subject":"master plan","area":"consulting"}]}}
            """);
        Assert.Equal("ROUND_STATE_SURVEYING", (string)(await office.PostAsync($"{round}:survey", "{}"))["state"]!);

        // 50: targets of every kind, or none; screening.
        var laos = await ProposeAsync(office, round, "laos", "organizations/korea-deposit-insurance-corporation", """[{"resource":"countries/LA"},{"resource":"places/da-nang"}]""", "300000000");
        var show = await ProposeAsync(office, round, "show", "organizations/national-computing-information-service", "[]", "");
        var third = await ProposeAsync(office, round, "third", "organizations/daegu-metropolitan-city", """[{"resource":"organizations/idb"}]""", "900000000");
        await office.PostAsync($"{round}:deliberate", "{}");

        // 51: weights that add up, in versions.
        var sheet = await office.AddAsync($"{round}/scoreSheets", """{"criteria":[{"key":"need","text":"need","weight":"0.6","maxPoints":5},{"key":"effect","text":"effect","weight":"0.4","maxPoints":5}]}""");
        Assert.Equal(1, (int)(await office.PostAsync($"{sheet}:adopt", "{}"))["version"]!);

        // 53, 54: the corporation's member is refused on its proposal; others' scores show once one's own is cast.
        Assert.Contains("CONFLICT_OF_INTEREST", await kim.RefusedAsync(HttpMethod.Post, $"{laos}/scores:cast", Points(5, 5)), StringComparison.Ordinal);
        Assert.Equal("CONFLICT_KIND_COMPUTED", (string)(await office.GetAsync($"{round}/conflicts"))["conflicts"]![0]!["kind"]!);
        foreach (var (proposal, points) in new[] { (laos, 5), (show, 4), (third, 3) })
        {
            await ann.PostAsync($"{proposal}/scores:cast", Points(points, points));
        }

        Assert.Null((await kim.GetAsync($"{show}/scores"))["scores"]);
        Assert.Contains("NOT_FOUND", await kim.RefusedAsync(HttpMethod.Get, $"{show}/scores/ann"), StringComparison.Ordinal);
        await kim.PostAsync($"{show}/scores:cast", Points(4, 4));
        await kim.PostAsync($"{third}/scores:cast", Points(3, 3));
        Assert.Equal(2, (await kim.GetAsync($"{show}/scores"))["scores"]!.AsArray().Count);

        // 52: a meeting with a quorum votes.
        var meeting = await office.AddAsync($"{council}/meetings", $$$"""{"round":"{{{round}}}","date":{"edtf":"2027-07-11"},"present":["ann","kim"],"motions":[{"key":"m","text":"Adopt the ranking"}]}""");
        await office.PostAsync($"{meeting}:open", "{}");
        await ann.PostAsync($"{meeting}:vote", """{"motion":"m","choice":"VOTE_CHOICE_YES"}""");
        await kim.PostAsync($"{meeting}:vote", """{"motion":"m","choice":"VOTE_CHOICE_ABSTAIN"}""");
        Assert.Equal("MOTION_OUTCOME_CARRIED", (string)(await office.PostAsync($"{meeting}:close", "{}"))["motions"]![0]!["outcome"]!);

        // 55: a ranking that computes anew to the same digest.
        var ranking = await office.PostAsync($"{round}/rankings:make", "{}");
        Assert.Equal([laos, show, third], ranking["rows"]!.AsArray().Select(r => (string)r!["proposal"]!));
        Assert.Equal((string)ranking["digest"]!, (string)(await office.GetAsync($"{ranking["name"]}:verify"))["computedDigest"]!);

        // 56: what is wrong is shown before anything is written; then all at once.
        var rows = Rows(laos, show, third, "1200000000", mark);
        var preview = await office.PostAsync($"{round}:decide", $$$"""{"ranking":"{{{ranking["name"]}}}","rows":{{{rows}}},"validateOnly":true}""");
        Assert.Equal("LIMIT_EXCEEDED", (string)preview["rows"]![0]!["problems"]![0]!["rule"]!);
        Assert.Contains("rows[0].budget", await office.RefusedAsync(HttpMethod.Post, $"{round}:decide", $$$"""{"ranking":"{{{ranking["name"]}}}","rows":{{{rows}}}}"""), StringComparison.Ordinal);
        Assert.Null((await office.GetAsync($"{round}/decisions"))["decisions"]);
        await office.PostAsync($"{round}:decide", $$$"""{"ranking":"{{{ranking["name"]}}}","rows":{{{Rows(laos, show, third, "250000000", mark)}}},"decidedBy":"Council"}""");
        Assert.Equal(round, (string)(await office.GetAsync($"projects/laos-{mark}"))["round"]!);
        var illegal = await office.RefusedAsync(HttpMethod.Post, $"{show}:submit", "{}");
        Assert.Contains("ILLEGAL_TRANSITION", illegal, StringComparison.Ordinal);
        Assert.Contains("PROPOSAL_STATE_SELECTED", illegal, StringComparison.Ordinal);

        // 55: the reserve moves up; asked against approved.
        await office.PostAsync($"{round}:select", "{}");
        var promoted = await office.PostAsync($"{round}:promoteReserve", """{"granted":{"amount":"700000000","currencyCode":"KRW","kind":"MONEY_KIND_APPROVED"},"reason":"money is left"}""");
        Assert.Equal(("DECISION_OUTCOME_SELECTED", show), ((string)promoted["outcome"]!, (string)promoted["proposal"]!));
        var summary = (await office.GetAsync($"{round}:summarizeSelection"))["all"]!;
        Assert.Equal((2, "950000000"), ((int)summary["selected"]!, (string)summary["granted"]![0]!["amount"]!));
        Assert.Contains("no partner", (string)(await office.GetAsync($"{round}/decisions/third"))["reason"]!, StringComparison.Ordinal);
    }

    private static string Points(int need, int effect) => $$$"""{"points":[{"criterion":"need","points":"{{{need}}}"},{"criterion":"effect","points":"{{{effect}}}"}]}""";

    private static string Rows(string first, string second, string third, string granted, string mark) => $$$"""
        [{"proposal":"{{{first}}}","outcome":"DECISION_OUTCOME_SELECTED","granted":{"amount":"{{{granted}}}","currencyCode":"KRW","kind":"MONEY_KIND_APPROVED"},"projectId":"laos-{{{mark}}}"},
         {"proposal":"{{{second}}}","outcome":"DECISION_OUTCOME_RESERVE"},{"proposal":"{{{third}}}","outcome":"DECISION_OUTCOME_NOT_SELECTED","reason":"no partner"}]
        """;

    private static async Task<string> ProposeAsync(GatewayClient office, string round, string id, string lead, string targets, string asked)
    {
        var money = asked.Length > 0 ? $$$""","requested":{"amount":"{{{asked}}}","currencyCode":"KRW","kind":"MONEY_KIND_REQUESTED"}""" : "";
        var proposal = await office.AddAsync($"{round}/proposals?proposalId={id}", $$$"""{"titles":[{"text":"{{{id}}}"}],"parties":[{"resource":"{{{lead}}}","role":"PARTY_ROLE_LEAD"}],"targets":{{{targets}}}{{{money}}}}""");
        foreach (var step in new[] { "submit", "screenIn", "review" })
        {
            await office.PostAsync($"{proposal}:{step}", "{}");
        }

        return proposal;
    }
}
