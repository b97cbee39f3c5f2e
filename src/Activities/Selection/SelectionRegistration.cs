using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.CouncilMeetings;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.ActivitiesService.Rankings;
using EGovPlatform.ActivitiesService.Scores;

namespace EGovPlatform.ActivitiesService.Selection;

/// <summary>What selecting needs besides its resource types.</summary>
internal static class SelectionRegistration
{
    public static IServiceCollection AddSelection(this IServiceCollection services) => services
        .AddSingleton<Seats>().AddSingleton<ConflictDesk>().AddSingleton<ScoreDesk>().AddSingleton<VotingDesk>().AddSingleton<RankingDesk>()
        .AddSingleton<DecisionBatch>().AddSingleton<ReserveList>().AddSingleton<SelectionSummary>();
}
