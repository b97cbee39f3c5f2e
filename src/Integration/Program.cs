using EGovPlatform.IntegrationService;
using EGovPlatform.Hosting;

var app = IntegrationApp.Build(args);
await app.RunEGovServiceAsync(args);
