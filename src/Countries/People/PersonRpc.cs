using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
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
}
