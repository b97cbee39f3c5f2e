using EGovPlatform.Gateway;

GatewayApp.Build(args).Run();
