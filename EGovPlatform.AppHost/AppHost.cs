System.Console.WriteLine("EGovPlatform");
