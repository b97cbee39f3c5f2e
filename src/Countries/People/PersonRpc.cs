using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EGovPlatform.CountriesService.People;

/// <summary>The calls of PersonService; what they mean stands in the proto.</summary>
public sealed class PersonRpc(Resource<Person> people) : PersonService.PersonServiceBase
{
    public override Task<Person> GetPerson(GetRequest request, ServerCallContext context) => people.GetAsync(request, context);

    public override Task<ListPeopleResponse> ListPeople(ListRequest request, ServerCallContext context) => people.ListAsync<ListPeopleResponse>(request, context);

    public override Task<BatchGetPeopleResponse> BatchGetPeople(BatchGetRequest request, ServerCallContext context) => people.BatchGetAsync<BatchGetPeopleResponse>(request, context);

    public override Task<Person> CreatePerson(CreatePersonRequest request, ServerCallContext context) => people.CreateAsync(request, context);

    public override Task<Person> UpdatePerson(UpdatePersonRequest request, ServerCallContext context) => people.UpdateAsync(request, context);

    public override Task<Person> DeletePerson(DeleteRequest request, ServerCallContext context) => people.DeleteAsync(request, context);

    public override Task<Person> UndeletePerson(UndeleteRequest request, ServerCallContext context) => people.UndeleteAsync(request, context);

    public override Task<Person> MergePerson(MergeRequest request, ServerCallContext context) => people.MergeAsync(request, context);

    public override Task<Person> UnmergePerson(UnmergeRequest request, ServerCallContext context) => people.UnmergeAsync(request, context);

    public override Task<ListDuplicatesResponse> ListPersonDuplicates(ListDuplicatesRequest request, ServerCallContext context) => people.ListDuplicatesAsync(request, context);

    public override Task<Person> ErasePerson(EraseRequest request, ServerCallContext context) => people.EraseAsync(request, context, person =>
    {
        if (person.Class == PersonClass.OfficeHolder)
        {
            throw Errors.InvalidField("name", "PUBLIC_PERSON", "An office-holder's name and acts are public record; make the person private first, with a reason.");
        }
    });

    public override async Task<FindPeopleResponse> FindPeople(FindPeopleRequest request, ServerCallContext context) =>
        new() { People = { await people.FindPersonalAsync(request.Text, context) } };

    public override async Task<PersonExport> ExportPerson(GetRequest request, ServerCallContext context)
    {
        var person = await people.GetAsync(request, context);
        var trail = await people.TrailAsync(person.Name, context.CancellationToken);
        return new PersonExport
        {
            Person = person,
            History = { trail.History },
            Referrers = { trail.Referrers },
            Reads = { trail.Reads.Select(r => new PersonRead { ReadTime = Timestamp.FromDateTime(r.Time), Actor = r.Actor, Method = r.Method }) },
        };
    }
}
