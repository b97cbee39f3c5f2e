using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

public sealed class PersonTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    private const string Secret = "Zyxwv Unsichtbar";

    [Fact]
    public async Task A_private_persons_data_are_unreadable_in_the_database_and_hidden_from_viewers()
    {
        var created = await CreateAsync("hidden");
        Assert.Equal(Secret, created.Private.Names[0].Text);
        Assert.Empty(created.Sealed);

        Assert.Equal(Secret, (await GetAsync("hidden", service.Editor)).Private.Names[0].Text);
        var seen = await GetAsync("hidden", service.Viewer);
        Assert.Null(seen.Private);
        Assert.Empty(seen.Sealed);
        Assert.True(await service.Database.ScalarAsync<long>("select count(*) from read_audit where name = 'people/hidden'") > 0);
        foreach (var table in new[] { "people", "change", "idempotency" })
        {
            var column = table == "idempotency" ? "answer" : "body";
            Assert.Equal(0L, await service.Database.ScalarAsync<long>($"select count(*) from {table} where position(convert_to('{Secret}', 'UTF8') in {column}) > 0"));
        }
    }

    [Fact]
    public async Task An_update_of_something_else_keeps_the_sealed_part()
    {
        var created = await CreateAsync("kept");
        await service.People.UpdatePersonAsync(new UpdatePersonRequest { Person = new Person { Name = created.Name, Country = "countries/PE" } }, service.Editor);
        await service.People.DeletePersonAsync(new DeleteRequest { Name = created.Name }, service.Editor);
        var back = await service.People.UndeletePersonAsync(new UndeleteRequest { Name = created.Name }, service.Editor);
        Assert.Equal(("countries/PE", Secret), (back.Country, back.Private.Names[0].Text));

        var masked = await service.People.UpdatePersonAsync(
            new UpdatePersonRequest { Person = new Person { Name = created.Name, Private = new PersonPrivate { Note = "n" } }, UpdateMask = FieldMask.FromString("private.note") }, service.Editor);
        Assert.Equal((Secret, "n"), (masked.Private.Names[0].Text, masked.Private.Note));

        await service.People.UpdatePersonAsync(new UpdatePersonRequest { Person = new Person { Name = created.Name }, UpdateMask = FieldMask.FromString("private") }, service.Editor);
        Assert.Null((await GetAsync("kept", service.Editor)).Private);
    }

    [Fact]
    public async Task Names_stand_where_the_class_says()
    {
        var fields = await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () => await service.People.CreatePersonAsync(
            new CreatePersonRequest { Person = new Person { Class = PersonClass.Private, Names = { new Name { Text = "Open Name" } } } }, service.Editor));
        Assert.Equal(["class_reason REQUIRED", "names PRIVATE_PERSON"], fields.Order(StringComparer.Ordinal));
        fields = await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () => await service.People.CreatePersonAsync(
            new CreatePersonRequest { Person = new Person { Class = PersonClass.OfficeHolder, ClassReason = "minister", Private = new PersonPrivate { Note = "x" } } }, service.Editor));
        Assert.Equal(["names REQUIRED", "private PUBLIC_PERSON"], fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Search_finds_office_holders_but_no_private_person()
    {
        await CreateAsync("unfound");
        await service.People.CreatePersonAsync(
            new CreatePersonRequest { PersonId = "minister", Person = new Person { Class = PersonClass.OfficeHolder, ClassReason = "minister", Names = { new Name { Text = "María Pública" } } } }, service.Editor);
        Assert.Empty((await service.People.ListPeopleAsync(new ListRequest { Filter = "Unsichtbar" }, service.Editor)).People);
        Assert.Equal(["people/minister"], (await service.People.ListPeopleAsync(new ListRequest { Filter = "maria" }, service.Editor)).People.Select(p => p.Name));
    }

    private async Task<Person> GetAsync(string id, Metadata headers) => await service.People.GetPersonAsync(new GetRequest { Name = "people/" + id }, headers);

    private async Task<Person> CreateAsync(string id) => await service.People.CreatePersonAsync(
        new CreatePersonRequest
        {
            PersonId = id,
            RequestId = Guid.NewGuid().ToString(),
            Person = new Person
            {
                Class = PersonClass.Private,
                ClassReason = "participant",
                Private = new PersonPrivate { Names = { new Name { Text = Secret } } },
                Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } },
            },
        },
        service.Editor);
}
