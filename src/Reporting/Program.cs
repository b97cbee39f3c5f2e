using EGovPlatform.Hosting;
using EGovPlatform.Messaging;
using EGovPlatform.ReportingService;

var builder = WebApplication.CreateBuilder(args);
builder.AddEGovService("reporting", ReportingApp.AddTypes);
builder.Services.AddEGovMessaging(builder.Configuration, ReportingApp.Consume);
builder.Services.AddReports();

var app = builder.Build();
app.MapReporting();
await app.RunEGovServiceAsync(args);
