"""What is handed on by ``*`` keeps its position."""


class Disk:
    def mount(self):
        return "disk"


class Driver:
    def mount(self):
        return "driver"


class Log:
    def mount(self):
        return "log"


class Volume:
    def attach(self, disk, driver, *further):
        self.take_disk(disk)
        self.take_driver(driver)
        self.take_rest(*further)

    def take_disk(self, disk):
        disk.mount()

    def take_driver(self, driver):
        driver.mount()

    def take_rest(self, log):
        log.mount()


def attach_all(volumes, *given, **named):
    for volume in volumes:
        volume.attach(*given, **named)


def first_of(one, two):
    return one.mount()


attach_all([Volume()], Disk(), Driver(), Log())
pair = (Driver(), Disk())
first_of(*pair)
