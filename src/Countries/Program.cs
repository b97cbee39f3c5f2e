using EGovPlatform.CountriesService;
using EGovPlatform.Hosting;

var app = CountriesApp.Build(args);
await app.RunEGovServiceAsync(args, CountriesApp.SeedAsync);
