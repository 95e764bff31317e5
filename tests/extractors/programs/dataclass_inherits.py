from dataclasses import dataclass
class Handler:
    def handle(self): raise NotImplementedError
@dataclass
class Checked(Handler):
    checks: list
    def handle(self):
        for check in self.checks: check.run()
class Check:
    def run(self): pass
Checked([Check()]).handle()
