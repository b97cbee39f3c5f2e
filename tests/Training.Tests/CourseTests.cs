using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;
using Grpc.Core;

namespace EGovPlatform.Training.Tests;

public sealed class CourseTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private ChannelBase Officer => fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver);

    [Fact]
    public async Task Editions_and_participants_live_under_their_course()
    {
        var edition = await EditionAsync("nested");
        var participants = new ParticipantService.ParticipantServiceClient(Officer);
        await participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition.Name, ParticipantId = "p1", Participant = new Participant { Role = ParticipantRole.Trainee, Country = "countries/PE" } });

        var all = await participants.ListParticipantsAsync(new ListRequest { Parent = "courses/-/editions/-", Filter = "countries:PE" });
        var here = await participants.ListParticipantsAsync(new ListRequest { Parent = edition.Name });

        Assert.Contains($"{edition.Name}/participants/p1", all.Participants.Select(p => p.Name));
        Assert.Equal([$"{edition.Name}/participants/p1"], here.Participants.Select(p => p.Name));
    }

    [Fact]
    public async Task A_parent_that_is_not_a_name_is_refused()
    {
        var participants = new ParticipantService.ParticipantServiceClient(Officer);
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = "courses/x", ParticipantId = "p1", Participant = new Participant { Role = ParticipantRole.Trainee } }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task An_edition_moves_only_along_its_states()
    {
        var editions = new CourseEditionService.CourseEditionServiceClient(Officer);
        var edition = await EditionAsync("states");

        var error = await Assert.ThrowsAsync<RpcException>(async () => await editions.CompleteCourseEditionAsync(new TransitionRequest { Name = edition.Name }));

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal(CourseEditionState.Announced, (await editions.AnnounceCourseEditionAsync(new TransitionRequest { Name = edition.Name })).State);
    }

    [Fact]
    public async Task A_trainees_data_are_sealed_in_every_table_and_shown_to_training_officers()
    {
        const string Secret = "Wyvernhart";
        var edition = await EditionAsync("sealed");
        var participants = new ParticipantService.ParticipantServiceClient(Officer);
        var name = $"{edition.Name}/participants/secret";
        await participants.CreateParticipantAsync(new CreateParticipantRequest
        {
            Parent = edition.Name,
            ParticipantId = "secret",
            Participant = new Participant { Role = ParticipantRole.Trainee, Private = new ParticipantPrivate { Names = { new Name { Text = Secret } } } },
        });

        var officer = await participants.GetParticipantAsync(new GetRequest { Name = name });
        var viewer = await new ParticipantService.ParticipantServiceClient(fixture.Service.Channel(Role.Auditor)).GetParticipantAsync(new GetRequest { Name = name });

        Assert.Equal(Secret, officer.Private.Names[0].Text);
        Assert.Null(viewer.Private);
        Assert.True(viewer.Sealed.IsEmpty);
        foreach (var table in new[] { "participants", "change" })
        {
            Assert.Equal(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from {table} where position('{Secret}'::bytea in body) > 0"));
            Assert.NotEqual(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from {table} where position('participants/secret'::bytea in body) > 0"));
        }

        Assert.Equal(1L, await fixture.Database.ScalarAsync<long>($"select count(*) from read_audit where name = '{name}'"));
    }

    private async Task<CourseEdition> EditionAsync(string id)
    {
        var course = await new CourseService.CourseServiceClient(Officer).CreateCourseAsync(new CreateCourseRequest
        {
            CourseId = id,
            Course = new Course { Names = { new Name { Text = id } }, Level = CourseLevel.National },
        });
        return await new CourseEditionService.CourseEditionServiceClient(Officer).CreateCourseEditionAsync(new CreateCourseEditionRequest { Parent = course.Name, CourseEditionId = "2018", CourseEdition = new CourseEdition() });
    }
}
