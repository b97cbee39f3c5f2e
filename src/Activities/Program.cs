using EGovPlatform.ActivitiesService;
using EGovPlatform.Hosting;

var app = ActivitiesApp.Build(args);
await app.RunEGovServiceAsync(args);
