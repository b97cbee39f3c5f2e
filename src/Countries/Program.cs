using EGovPlatform.CountriesService;
using EGovPlatform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEGovService("countries", CountriesApp.AddTypes);

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapCountries();
await app.RunEGovServiceAsync(args, CountriesApp.SeedAsync);
