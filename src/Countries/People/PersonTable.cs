using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.People;

/// <summary>What lists of people filter and sort by, and what a person must be. No column holds a private person's data.</summary>
public static class PersonTable
{
    public static readonly ResourceType<Person> Type = new ResourceType<Person>("people", indexVersion: 2)
        .Countries(p => [p.Country])
        .Search(p => p.Class == PersonClass.OfficeHolder ? p.Names.Select(n => n.Text) : [])
        .Names(p => p.Class == PersonClass.OfficeHolder ? p.Names : [])
        .Enum("class")
        .Rule(Check);

    private static void Check(RuleContext<Person> context)
    {
        var person = context.Resource;
        context.Require("class_reason", person.ClassReason);
        switch (person.Class)
        {
            case PersonClass.OfficeHolder:
                context.RequireNames("names", person.Names);
                if (person.Private is not null || person.Sealed.Length > 0)
                {
                    context.Refuse("private", "PUBLIC_PERSON", "An office-holder has no private part; a private person's name goes there.");
                }

                break;
            case PersonClass.Private:
                if (person.Names.Count > 0)
                {
                    context.Refuse("names", "PRIVATE_PERSON", "A private person's names belong into private.names, where they are encrypted.");
                }

                break;
            default:
                context.Refuse("class", "REQUIRED", "class is OFFICE_HOLDER or PRIVATE; class_reason says why.");
                break;
        }
    }
}
