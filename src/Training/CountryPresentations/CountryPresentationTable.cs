using EGovPlatform.Training.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.TrainingService.CountryPresentations;

/// <summary>What lists of country presentations filter and sort by, and what one must be.</summary>
public static class CountryPresentationTable
{
    public static readonly ResourceType<CountryPresentation> Type = new ResourceType<CountryPresentation>("country_presentations")
        .StateMachine<CountryPresentationState>(s => s
            .Start(CountryPresentationState.Planned)
            .Move(CountryPresentationState.Given, "given", CountryPresentationState.Planned)
            .Move(CountryPresentationState.Cancelled, "cancelled", CountryPresentationState.Planned))
        .Countries(p => [p.Presenter?.Resource ?? "", p.Presenter?.Represents ?? ""])
        .Valid(p => p.Date)
        .Search(p => [p.Title, .. p.Topics])
        .Enum("level")
        .Text("session", p => p.Session)
        .Text("participant", p => p.Participant)
        .Text("presenter", p => p.Presenter?.Resource)
        .Texts("topics", p => p.Topics)
        .Rule(Check);

    private static void Check(RuleContext<CountryPresentation> context)
    {
        var presentation = context.Resource;

        // Without a presenter the participants as a whole are meant; with one it is a record or the words as printed.
        if (presentation.Presenter is { } presenter)
        {
            context.RequireOne("presenter", presenter.Resource, presenter.AsPrinted);
        }
        else if (presentation.Participant.Length > 0)
        {
            context.Refuse("participant", "PRESENTER_MISSING", "A participant presents for a presenter; presenter is absent, which means all participants.");
        }

        var edition = Type.Pattern.ParentOf(presentation.Name) + "/";
        RequireEdition(context, "session", presentation.Session, edition);
        RequireEdition(context, "participant", presentation.Participant, edition);
        if (presentation.Levels.Count > 0 && presentation.Level != CourseLevel.Unspecified)
        {
            context.Refuse("levels", "LEVEL_OR_LEVELS", "One level stands in level; several stand in levels alone.");
        }

        if (presentation.Levels.Distinct().Count() < presentation.Levels.Count)
        {
            context.Refuse("levels", "DUPLICATE", "A level is named twice.");
        }
    }

    private static void RequireEdition(RuleContext<CountryPresentation> context, string field, string name, string edition)
    {
        if (name.Length > 0 && !name.StartsWith(edition, StringComparison.Ordinal))
        {
            context.Refuse(field, "OTHER_EDITION", $"The {field} belongs to another edition.");
        }
    }
}
