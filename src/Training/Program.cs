using EGovPlatform.TrainingService;
using EGovPlatform.Hosting;

var app = TrainingApp.Build(args);
await app.RunEGovServiceAsync(args);
