using EGovPlatform.Hosting;
using EGovPlatform.ReportingService;

var app = ReportingApp.Build(args);
await app.RunEGovServiceAsync(args);
